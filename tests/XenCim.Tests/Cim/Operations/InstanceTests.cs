using Cim.Provider.Operations;
using Cim.Provider.Schema;
using static XenCim.Tests.Cim.Operations.ServedHouse;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Reading and writing instances, and the status of everything that goes wrong with it.</summary>
public sealed class InstanceTests
{
    [Fact]
    public async Task An_instance_is_found_by_its_keys_in_any_case_of_letters()
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync(vm => vm with { NameLabel = "one" });

        served.Service.GetInstance(served.Caller(), Path("TEST_SYSTEM", ("name", path.Keys[0].Value)))["Label"].Text.Should().Be("one");
        served.Service.GetProperty(served.Caller("/root/CIMV2/"), path, "LABEL").Text.Should().Be("one");
    }

    [Fact]
    public async Task A_class_has_the_instances_of_all_below()
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync(vm => vm with { VcpusMax = 2 });

        served.Service.EnumerateInstances(served.Caller(), "test_named").Select(one => one.Class.Name).Distinct().Should().BeEquivalentTo("Test_System", "Test_Host");
        served.Service.EnumerateInstances(served.Caller(), "Test_Cpu").Should().Contain(one => one["System"] == path.Keys[0].Value && one["Number"].Integer == 1);
        served.Service.EnumerateInstances(served.Caller("interop"), "Test_Profile").Should().HaveCount(2);
        served.Service.EnumerateInstances(served.Caller("interop"), "Test_Other").Should().BeEmpty();
        Status(() => served.Service.EnumerateInstances(served.Caller(), "Test_Profile")).Should().Be(CimStatus.InvalidClass);
        Status(() => served.Service.EnumerateInstances(served.Caller("root"), "Test_Named")).Should().Be(CimStatus.InvalidNamespace);
    }

    [Fact]
    public async Task A_number_may_come_as_any_number()
    {
        await using var served = await StartAsync();
        var system = (await served.CreateAsync(vm => vm with { VcpusMax = 2 })).Keys[0].Value;
        foreach (var number in new[] { CimValue.Of("1"), CimValue.Of("0x1"), CimValue.OfInteger(CimType.UInt64, 1), CimValue.OfInteger(CimType.SInt64, 1) })
        {
            served.Service.GetInstance(served.Caller(), Path("Test_Cpu", ("Number", number), ("System", system)))["Number"].Should().Be(CimValue.OfInteger(CimType.UInt16, 1));
        }

        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_Cpu", ("Number", CimValue.Of("one")), ("System", system)))).Should().Be(CimStatus.InvalidParameter);
        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_Cpu", ("Number", CimValue.OfInteger(CimType.SInt64, -1)), ("System", system)))).Should().Be(CimStatus.InvalidParameter);
        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_Cpu", ("Number", CimValue.Null(CimType.UInt16)), ("System", system)))).Should().Be(CimStatus.InvalidParameter);
        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_Cpu", ("System", system)))).Should().Be(CimStatus.InvalidParameter);
        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_Cpu", ("Number", CimValue.Of("7")), ("System", system)))).Should().Be(CimStatus.NotFound);
    }

    [Fact]
    public async Task Paths_that_lead_nowhere_are_told()
    {
        await using var served = await StartAsync();
        var name = (await served.CreateAsync()).Keys[0].Value;

        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_Nothing", ("Name", name)))).Should().Be(CimStatus.InvalidClass);
        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_System"))).Should().Be(CimStatus.InvalidParameter);
        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_Named"))).Should().Be(CimStatus.InvalidParameter);
        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_System", ("Name", name), ("Label", name)))).Should().Be(CimStatus.InvalidParameter);
        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_System", ("Name", CimValue.Of(true))))).Should().Be(CimStatus.InvalidParameter);
        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_Named", ("Name", name)))).Should().Be(CimStatus.NotFound);
        Status(() => served.Service.GetInstance(served.Caller(), Path("Test_Host", ("Name", name)))).Should().Be(CimStatus.NotFound);
        Status(() => served.Service.GetProperty(served.Caller(), Path("Test_System", ("Name", name)), "None")).Should().Be(CimStatus.NoSuchProperty);
    }

    [Fact]
    public async Task What_is_written_is_read()
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync();

        await served.Service.SetPropertyAsync(served.Caller(), path, "label", CimValue.Of("two"));
        served.Service.GetProperty(served.Caller(), path, "Label").Text.Should().Be("two");

        await served.Service.ModifyInstanceAsync(served.Caller(), Named(path, ("Label", CimValue.Of("three")), ("Name", path.Keys[0].Value), ("Memory", CimValue.OfInteger(CimType.UInt64, 64 << 20))), null);
        served.Service.GetProperty(served.Caller(), path, "Label").Text.Should().Be("three");

        await served.Service.ModifyInstanceAsync(served.Caller(), Named(path, ("Label", CimValue.Of("four")), ("Memory", CimValue.OfInteger(CimType.UInt64, 7))), ["LABEL"]);
        served.Service.GetProperty(served.Caller(), path, "Label").Text.Should().Be("four");

        await served.Service.ModifyInstanceAsync(served.Caller(), Named(path, ("Label", CimValue.Of("five"))), []);
        served.Service.GetProperty(served.Caller(), path, "Label").Text.Should().Be("four");
    }

    [Theory]
    [InlineData("Label", "uint8", CimStatus.InvalidParameter)]
    [InlineData("Memory", "uint64", CimStatus.NotSupported)]
    [InlineData("Memory", "uint8", CimStatus.InvalidParameter)]
    [InlineData("Name", "string", CimStatus.InvalidParameter)]
    [InlineData("Unknown", "string", CimStatus.NoSuchProperty)]
    public async Task What_cannot_be_written_is_told_and_nothing_is_written(string property, string type, CimStatus expected)
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync(vm => vm with { NameLabel = "one" });
        var value = type == "string" ? CimValue.Of("other") : CimValue.OfInteger(type == "uint8" ? CimType.UInt8 : CimType.UInt64, 7);
        var values = new[] { ("Label", CimValue.Of("two")), (property, value) }.DistinctBy(pair => pair.Item1).Reverse().DistinctBy(pair => pair.Item1).ToArray();
        if (property == "Label")
        {
            values = [(property, value)];
        }

        var act = () => served.Service.ModifyInstanceAsync(served.Caller(), Named(path, values), null);

        (await act.Should().ThrowAsync<CimException>()).Which.Status.Should().Be(expected);
        served.Service.GetProperty(served.Caller(), path, "Label").Text.Should().Be("one");
    }

    [Fact]
    public async Task A_list_names_properties_of_the_class()
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync();

        var act = () => served.Service.ModifyInstanceAsync(served.Caller(), Named(path), ["Unknown"]);

        (await act.Should().ThrowAsync<CimException>()).Which.Status.Should().Be(CimStatus.NoSuchProperty);
    }

    [Fact]
    public async Task Instances_without_a_writer_stay_as_they_are()
    {
        await using var served = await StartAsync();
        var caller = served.Caller("interop");
        var path = Path("Test_Profile", ("InstanceID", CimValue.Of("one")));

        (await StatusAsync(() => served.Service.DeleteInstanceAsync(caller, path))).Should().Be(CimStatus.NotSupported);
        (await StatusAsync(() => served.Service.SetPropertyAsync(caller, path, "Number", CimValue.Of("3")))).Should().Be(CimStatus.NotSupported);
        (await StatusAsync(() => served.Service.SetPropertyAsync(caller, path, "Number", CimValue.Of("three")))).Should().Be(CimStatus.TypeMismatch);
        (await StatusAsync(() => served.Service.CreateInstanceAsync(caller, new("Test_Profile", new(new CimPropertyValue("InstanceID", CimValue.Of("three"))), null)))).Should().Be(CimStatus.NotSupported);
        (await StatusAsync(() => served.Service.CreateInstanceAsync(caller, new("Test_Nothing", new(), null)))).Should().Be(CimStatus.InvalidClass);
        (await StatusAsync(() => served.Service.CreateInstanceAsync(caller, new("Test_Profile", new(new CimPropertyValue("Unknown", CimValue.Of("three"))), null)))).Should().Be(CimStatus.InvalidParameter);
        (await StatusAsync(() => served.Service.DeleteInstanceAsync(caller, Path("Test_Profile", ("InstanceID", CimValue.Of("three")))))).Should().Be(CimStatus.NotFound);
    }

    private static CimInstance Named(CimObjectPath path, params (string Name, CimValue Value)[] values) =>
        new(path.ClassName, new([.. values.Select(value => new CimPropertyValue(value.Name, value.Value))]), path);

    private static CimStatus Status(Action act) => act.Should().Throw<CimException>().Which.Status;

    private static async Task<CimStatus> StatusAsync(Func<Task> act) => (await act.Should().ThrowAsync<CimException>()).Which.Status;
}
