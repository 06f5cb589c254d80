namespace XenCim.Tests.Policies;

public sealed class PolicyTests
{
    private const string NotLoaded = "4118";
    private const string TypeUnsupported = "4111";
    private const string BadLabel = "4116";

    [Fact]
    public async Task There_is_no_policy_and_none_can_be_set()
    {
        await using var house = await WiredHouse.OpenAsync();
        var client = house.Client;
        (await client.CallAsync<string>("XSPolicy.get_xstype")).Should().Be("0");
        var none = await client.CallAsync<Dictionary<string, object?>>("XSPolicy.get_xspolicy");
        none.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["xserr"] = "0", ["xs_ref"] = "", ["repr"] = "", ["type"] = "0", ["flags"] = "0", ["version"] = "", ["errors"] = "",
        });
        (await client.CallAsync<Dictionary<string, object?>>("XSPolicy.set_xspolicy", 1L, "<policy/>", 3L, true))["xserr"].Should().Be(TypeUnsupported);
        (await client.CallAsync<Dictionary<string, object?>>("XSPolicy.reset_xspolicy", 1L))["xserr"].Should().Be(TypeUnsupported);
        (await client.FailAsync("XSPolicy.rm_xsbootpolicy"))[..2].Should().Equal("SECURITY_ERROR", NotLoaded);
        (await client.CallAsync<string>("XSPolicy.can_run", "ACM:office:red")).Should().Be("0");
        (await client.CallAsync<string>("XSPolicy.getenforce")).Should().Be("0");
        (await client.CallAsync<string>("XSPolicy.setenforce", 0L)).Should().Be("0");
        (await client.FailAsync("XSPolicy.setenforce", 1L))[..2].Should().Equal("SECURITY_ERROR", NotLoaded);
        (await client.CallAsync<List<object?>>("XSPolicy.get_all")).Should().BeEmpty();
        (await client.CallAsync<string>("ACMPolicy.get_enforced_binary")).Should().BeEmpty();
        (await client.CallAsync<List<object?>>("ACMPolicy.get_all")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("XSPolicy.get_record")]
    [InlineData("XSPolicy.get_by_uuid")]
    [InlineData("ACMPolicy.get_record")]
    [InlineData("ACMPolicy.get_header")]
    [InlineData("ACMPolicy.get_xml")]
    [InlineData("ACMPolicy.get_map")]
    [InlineData("ACMPolicy.get_binary")]
    [InlineData("ACMPolicy.get_uuid")]
    public async Task Whoever_names_a_policy_is_told_that_there_is_none(string method)
    {
        await using var house = await WiredHouse.OpenAsync();
        var handle = Guid.NewGuid().ToString();
        (await house.Client.FailAsync(method, handle)).Should().Equal("HANDLE_INVALID", method.Split('.')[0], handle);
    }

    [Fact]
    public async Task A_label_is_replaced_only_by_who_knows_the_present_one()
    {
        await using var house = await WiredHouse.OpenAsync();
        var vm = await house.Client.CallAsync<string>("VM.create", new Dictionary<string, object>
        {
            ["name_label"] = "labelled", ["memory_static_max"] = 1L << 28, ["memory_dynamic_max"] = 1L << 28, ["memory_dynamic_min"] = 1L << 28, ["memory_static_min"] = 1L << 24,
        });
        (await house.Client.CallAsync<string>("VM.set_security_label", vm, "ACM:office:red", "")).Should().Be("0");
        (await house.Client.FailAsync("VM.set_security_label", vm, "ACM:office:blue", ""))[..2].Should().Equal("SECURITY_ERROR", BadLabel);
        (await house.Client.FailAsync("VM.set_security_label", vm, "two\nlines", "ACM:office:red"))[0].Should().Be("SECURITY_ERROR");
        (await house.Client.CallAsync<string>("VM.get_security_label", vm)).Should().Be("ACM:office:red");
        (await house.Client.FailAsync("ACMPolicy.get_VM_ssidref", vm)).Should().Equal("VM_BAD_POWER_STATE", vm, "Running", "Halted");
        (await house.Client.FailAsync("ACMPolicy.get_VM_ssidref", $"{Guid.Empty}"))[..2].Should().Equal("SECURITY_ERROR", NotLoaded);
    }

    [Fact]
    public async Task Labels_of_resources_are_kept()
    {
        await using var house = await WiredHouse.OpenAsync();
        await house.Client.CallAsync("XSPolicy.set_resource_label", "file:/a.img", "ACM:office:red", "");
        await house.Client.CallAsync("XSPolicy.set_resource_label", "file:/b.img", "ACM:office:blue", "");
        (await house.Client.FailAsync("XSPolicy.set_resource_label", "file:/a.img", "", "ACM:office:blue"))[..2].Should().Equal("SECURITY_ERROR", BadLabel);
        (await house.Client.FailAsync("XSPolicy.set_resource_label", "", "x", ""))[0].Should().Be("SECURITY_ERROR");
        await house.RestartAsync();
        (await house.Client.CallAsync<string>("XSPolicy.get_resource_label", "file:/a.img")).Should().Be("ACM:office:red");
        await house.Client.CallAsync("XSPolicy.set_resource_label", "file:/a.img", "", "ACM:office:red");
        (await house.Client.CallAsync<string>("XSPolicy.get_resource_label", "file:/a.img")).Should().BeEmpty();
        (await house.Client.CallAsync<Dictionary<string, object?>>("XSPolicy.get_labeled_resources"))
            .Should().BeEquivalentTo(new Dictionary<string, object?> { ["file:/b.img"] = "ACM:office:blue" });
    }
}
