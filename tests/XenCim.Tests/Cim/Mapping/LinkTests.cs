using Cim.Provider.Operations;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Cim.Mapping;

/// <summary>Associations lead from either end to the other, and both directions agree.</summary>
public sealed class LinkTests
{
    private const string Schema = """
        [Abstract] class Test_Element { };
        [Xen_Source{"VM where not is_a_template"}]
        class Test_System : Test_Element { [Key, Xen_Value{"uuid"}] string Name; [Xen_Value{"path(Test_Host, resident_on)"}] string Host; };
        [Xen_Source{"VM where not is_a_template"}]
        class Test_Setting : Test_Element { [Key, Xen_Value{"'Xen:' + uuid"}] string InstanceID; };
        [Xen_Source{"VM each VCPUs_max where not is_a_template"}]
        class Test_Cpu : Test_Element { [Key, Xen_Value{"uuid + '/' + item"}] string DeviceID; };
        [Xen_Source{"VM each VCPUs_max where not is_a_template"}]
        class Test_CpuSetting : Test_Element { [Key, Xen_Value{"uuid + '/' + item"}] string DeviceID; };
        [Xen_Source{"console"}]
        class Test_Console : Test_Element { [Key, Xen_Value{"VM + '/' + uuid"}] string DeviceID; };
        [Xen_Source{"host"}]
        class Test_Host : Test_Element { [Key, Xen_Value{"uuid"}] string Name; };
        [Xen_Source{"server"}]
        class Test_Server : Test_Element { [Key] string Name = "one"; };

        [Association, Xen_Ends{
          "Whole=Test_System(consoles) Part=Test_Console(VM)",
          "Whole=Test_System Part=Test_Cpu"}]
        class Test_Device { [Key] Test_Element REF Whole; [Key] Test_Element REF Part; boolean Usual = true; };
        [Association, Xen_Ends{"Whole=Test_System Part=Test_Setting"}]
        class Test_State { [Key] Test_Element REF Whole; [Key] Test_Element REF Part; };
        [Association, Xen_Ends{"Whole=Test_Cpu item Part=Test_CpuSetting item"}]
        class Test_Item { [Key] Test_Element REF Whole; [Key] Test_Element REF Part; };
        [Association, Xen_Ends{"Whole=Test_Host(all(VM)) Part=Test_System(resident_on ?? first(host))"}]
        class Test_Hosted { [Key] Test_Element REF Whole; [Key] Test_Element REF Part; };
        [Association, Xen_Ends{"Whole=Test_Server Part=Test_Host"}]
        class Test_Serves { [Key] Test_Element REF Whole; [Key] Test_Element REF Part; };
        [Association, Xen_Ends{"Whole=Test_System(this | when(power_state | map(Running=true))) Part=Test_Setting(this)"}]
        class Test_Lively { [Key] Test_Element REF Whole; [Key] Test_Element REF Part; };
        """;

    [Theory]
    [InlineData("Test_Device")]
    [InlineData("Test_State")]
    [InlineData("Test_Item")]
    [InlineData("Test_Hosted")]
    [InlineData("Test_Serves")]
    [InlineData("Test_Lively")]
    public async Task Both_directions_and_the_enumeration_agree(string association)
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        await life.CreateAsync(VmPowerState.Running, vm => vm with { VcpusMax = 2 });
        await life.CreateAsync(vm => vm with { VcpusMax = 3 });
        var schema = MappedSchema.Of(Schema);
        var links = (ILinkSource)schema.Source(association);
        var all = links.All(house.Now).Select(link => link.Path).ToList();

        all.Should().NotBeEmpty().And.OnlyHaveUniqueItems();
        foreach (var reference in links.Class.References)
        {
            Instance[] ends = [.. schema.Tree.All.Where(c => !c.IsAssociation && !c.Is("Abstract")).SelectMany(c => schema.Source(c.Name).All(house.Now))];
            ends.SelectMany(end => links.From(house.Now, end, reference)).Select(link => link.Path).Should().BeEquivalentTo(all, options => options.ComparingByValue<global::Cim.Provider.Schema.CimObjectPath>());
        }

        foreach (var path in all)
        {
            links.Find(house.Now, path)!.Path.Should().Be(path);
        }
    }

    [Fact]
    public async Task A_halted_machine_is_at_the_first_host()
    {
        await using var house = await House.StartAsync();
        var vm = await new Life(house).CreateAsync();
        var schema = MappedSchema.Of(Schema);
        var links = (ILinkSource)schema.Source("Test_Hosted");
        var system = schema.Source("Test_System").All(house.Now).Single(one => one["Name"].Text == vm.ToString());

        var link = links.From(house.Now, system, links.Class.References[1]).Single();

        link.End(links.Class.References[0]).Target["Name"].Text.Should().Be(house.Now.All<Host>().Single().Id.ToString());
        link["Whole"].ToString().Should().Contain("root/xen:Test_Host.Name=");
    }

    [Fact]
    public async Task A_path_is_the_path_of_the_instance()
    {
        await using var house = await House.StartAsync();
        var vm = await new Life(house).CreateAsync(VmPowerState.Running);
        var host = house.Now.Get(vm).ResidentOn;

        var system = MappedSchema.Of(Schema).Source("Test_System").All(house.Now).Single(one => one["Name"].Text == vm.ToString());

        system["Host"].Text.Should().Be($"root/xen:Test_Host.Name=\"{host}\"");
    }

    [Theory]
    [InlineData("Whole=Test_System(consoles) Part=Test_Host(all(VM))", "do not lead from one class to the other")]
    [InlineData("Hole=Test_System Part=Test_Setting", "has no reference Hole")]
    [InlineData("Whole=Test_Nothing Part=Test_Setting", "has no class Test_Nothing")]
    [InlineData("Whole=Test_System", "a reference of the association")]
    public void Ends_that_do_not_resolve_are_told(string ends, string expected) => MappedSchema.Of(Schema + $$"""
        [Association, Xen_Ends{"{{ends}}"}]
        class Test_Wrong { [Key] Test_Element REF Whole; [Key] Test_Element REF Part; };
        """).Faults.Should().ContainSingle().Which.Message.Should().Contain(expected);

    [Fact]
    public async Task A_way_is_there_in_some_cases_only()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        await life.CreateAsync(VmPowerState.Running, vm => vm);
        await life.CreateAsync(vm => vm);
        var schema = MappedSchema.Of(Schema);

        // The control domain runs too.
        ((ILinkSource)schema.Source("Test_Lively")).All(house.Now).Should().HaveCount(2);
        ((ILinkSource)schema.Source("Test_State")).All(house.Now).Should().HaveCount(3);
    }
}
