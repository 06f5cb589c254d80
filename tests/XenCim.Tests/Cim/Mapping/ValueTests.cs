using XenApi.Core.Model;
using XenApi.Core.Values;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Cim.Mapping;

/// <summary>What expressions of the mapping language make of an object.</summary>
public sealed class ValueTests
{
    private static readonly Guid Id = Guid.Parse("0a1b2c3d-0000-4000-8000-00000000abcd");

    [Theory]
    [InlineData("string", "name_label", "\"guest\"")]
    [InlineData("string", "'a ' + name_label + ' b'", "\"a guest b\"")]
    [InlineData("string", "uuid", "\"0a1b2c3d-0000-4000-8000-00000000abcd\"")]
    [InlineData("string", "'it''s \\\\\\\\ ' + uuid", "\"it's \\\\ 0a1b2c3d-0000-4000-8000-00000000abcd\"")]
    [InlineData("uint16", "power_state | map(Running=2, Halted=3, else=0)", "3")]
    [InlineData("uint16", "power_state | map(Running=2)", "NULL")]
    [InlineData("string", "uuid | when(is_a_template) ?? 'none'", "\"none\"")]
    [InlineData("string", "'some' | when(power_state | map(Halted=true))", "\"some\"")]
    [InlineData("uint16[]", "power_state | map(Running=[2], Halted=[10, 5])", "{10, 5}")]
    [InlineData("uint64", "memory_static_max", "67108864")]
    [InlineData("uint8", "memory_static_max", "NULL")]
    [InlineData("uint64", "memory_static_max | over(1048576)", "64")]
    [InlineData("uint64", "VCPUs_max | times(3) | plus(1)", "4")]
    [InlineData("real64", "memory_static_max | times(0.5)", "33554432.0")]
    [InlineData("boolean", "is_a_template", "false")]
    [InlineData("string", "other_config[owner]", "\"me\"")]
    [InlineData("string", "other_config['with space']", "\"yes\"")]
    [InlineData("string", "other_config[nobody]", "NULL")]
    [InlineData("string", "other_config[nobody] ?? 'somebody'", "\"somebody\"")]
    [InlineData("string[]", "other_config", "{\"a=1\", \"net/0=x\", \"net/1=y\", \"network=z\", \"owner=me\", \"with space=yes\"}")]
    [InlineData("string", "other_config | entries | join(';')", "\"a=1;net/0=x;net/1=y;network=z;owner=me;with space=yes\"")]
    [InlineData("sint32", "other_config[a] | number", "1")]
    [InlineData("uint16", "other_config[a] | hex", "1")]
    [InlineData("string", "resident_on", "NULL")]
    [InlineData("string", "resident_on.name_label", "NULL")]
    [InlineData("string", "metrics.uuid | upper | lower | nonempty | map(x='y', else='n')", "\"n\"")]
    [InlineData("uint32", "count(VBDs)", "0")]
    [InlineData("uint16[]", "[1, 2, VCPUs_max]", "{1, 2, 1}")]
    [InlineData("string[]", "[name_label, other_config[nobody], 'x']", "{\"guest\", \"x\"}")]
    [InlineData("string", "'x' + other_config[nobody]", "NULL")]
    [InlineData("string", "PV_kernel | nonempty", "NULL")]
    [InlineData("string", "PV_kernel", "\"\"")]
    [InlineData("sint64", "domid | positive", "NULL")]
    [InlineData("string[]", "name_label | list", "{\"guest\"}")]
    [InlineData("datetime", "metrics.start_time", "NULL")]
    [InlineData("datetime", "VCPUs_max | interval", "\"00000000000001.000000:000\"")]
    [InlineData("datetime", "other_config[a] | seconds", "\"19700101000001.000000+000\"")]
    [InlineData("string", "'eth10' | digits", "\"10\"")]
    [InlineData("string", "name_label | digits", "NULL")]
    [InlineData("string[]", "other_config | under('net')", "{\"net/0=x\", \"net/1=y\"}")]
    [InlineData("string[]", "other_config | under(other_config[nobody])", "NULL")]
    [InlineData("string", "other_config | under('net') | any", "\"x\"")]
    [InlineData("string", "other_config | under('nothing') | any", "NULL")]
    [InlineData("string", "tags | any", "NULL")]
    [InlineData("datetime", "server.started | since(server.started)", "\"00000000000000.000000:000\"")]
    [InlineData("datetime", "metrics.start_time | since(server.started)", "NULL")]
    [InlineData("string", "null", "NULL")]
    [InlineData("boolean", "true", "true")]
    public async Task A_value_follows_from_the_object(string type, string value, string expected)
    {
        await using var house = await House.StartAsync();
        await new Life(house).CreateAsync(vm => vm with
        {
            Id = Id,
            OtherConfig = Map<string, string>.Of(new Dictionary<string, string> { ["owner"] = "me", ["with space"] = "yes", ["a"] = "1", ["net/1"] = "y", ["net/0"] = "x", ["network"] = "z" }),
        });

        var thing = MappedSchema.OfValue("VM where not is_control_domain", type, value).Source().All(house.Now).Single();

        thing["Value"].ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("VM", "string", "nme_label", "no field nme_label")]
    [InlineData("VM", "string", "name_label.x", "cannot be asked of what is no reference")]
    [InlineData("VM", "uint16", "name_label", "Value is uint16, and this is string")]
    [InlineData("VM", "string", "name_label[x]", "only a map has keys")]
    [InlineData("VM", "string", "name_label | shout", "there is no conversion shout")]
    [InlineData("VM", "string", "'open", "not closed")]
    [InlineData("VM", "string", "name_label name_label", "nothing more is expected")]
    [InlineData("VM", "string", "item", "there are no items")]
    [InlineData("VM", "uint16", "VCPUs_max | over(0)", "divided by zero")]
    [InlineData("VM", "uint16", "power_state | map(a=1, a=2)", "a is there twice")]
    [InlineData("VM", "string", "name_label | any", "takes a set or a map")]
    [InlineData("VM", "string", "name_label | under('x')", "takes a map")]
    [InlineData("VM", "string", "server.colour", "the server itself has no field colour")]
    [InlineData("VM", "string", "uuid | when(name_label)", "a condition is expected here, which is true or false")]
    [InlineData("VM", "string", "path(Test_Nothing)", "no class Test_Nothing is mapped")]
    [InlineData("user", "string", "password", "no field password")]
    [InlineData("XM", "string", "uuid", "no class XM")]
    [InlineData("VM where", "string", "uuid", "a value is expected")]
    [InlineData("VM each name_label", "string", "uuid", "'each' takes")]
    [InlineData("server", "string", "uuid", "the server itself has no field uuid")]
    public void What_does_not_resolve_is_told_with_its_place(string source, string type, string value, string expected) =>
        MappedSchema.OfValue(source, type, value).Faults.Should().NotBeEmpty().And.Contain(fault => fault.Message.Contains(expected) && fault.Message.Contains("at character"));

    [Fact]
    public void The_server_itself_has_fields() => MappedSchema.Of("""
        [Xen_Source{"server each namespaces"}]
        class Test_Thing { [Key, Xen_Value{"item"}] string Name; [Xen_Value{"version"}] string Version; [Xen_Value{"started"}] datetime Started; };
        """).Source().All(XenApi.Core.Memory.Snapshot.Nothing).Should().SatisfyRespectively(
            one => one["Name"].Text.Should().Be("root/xen"),
            other => (other["Name"].Text, other["Version"].IsNull, other["Started"].IsNull).Should().Be(("interop", false, false)));

    [Fact]
    public void A_fault_has_its_file_and_line() =>
        MappedSchema.OfValue("VM", "string", "nme_label").Faults.Single().ToString().Should().MatchRegex("^test.mof:1[0-9]:[0-9]+: Test_Thing: .*nme_label");
}
