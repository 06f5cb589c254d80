using Cim.Provider.Schema;
using XenApi.Core.Model;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Cim.Mapping;

/// <summary>An instance is found by its keys, in whatever form a client writes them.</summary>
public sealed class FindTests
{
    private const string Owned = """
        [Xen_Source{"VM each VCPUs_max where is_a_template = false"}]
        class Test_Thing {
          [Key] string CreationClassName = "Test_Thing";
          [Key, Xen_Value{"'Xen:' + uuid + '\\\\' + item"}] string InstanceID;
          [Xen_Value{"item"}] uint32 Number;
        };
        """;

    [Fact]
    public async Task Each_instance_is_found_by_its_own_path()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        await life.CreateAsync(vm => vm with { VcpusMax = 3 });
        await life.CreateAsync(vm => vm with { VcpusMax = 2 });
        var source = MappedSchema.Of(Owned).Source();

        var all = source.All(house.Now).ToList();

        all.Should().HaveCountGreaterThanOrEqualTo(5);
        all.Select(one => one.Path).Should().OnlyHaveUniqueItems();
        foreach (var one in all)
        {
            source.Find(house.Now, one.Path)!.Path.Should().Be(one.Path);
        }
    }

    [Fact]
    public async Task Slashes_and_letters_of_uuids_may_be_others()
    {
        await using var house = await House.StartAsync();
        var vm = await new Life(house).CreateAsync(vm => vm with { Id = Guid.Parse("aaaaaaaa-0000-4000-8000-00000000abcd"), VcpusMax = 2 });
        var source = MappedSchema.Of(Owned).Source();

        Find($"Xen:{vm}\\1").Should().BeTrue();
        Find($"Xen:{vm}/1").Should().BeTrue();
        Find($"Xen:{vm.ToString().ToUpperInvariant()}\\1").Should().BeTrue();
        Find($"Xen:{vm}\\2").Should().BeFalse();
        Find($"xen:{vm}\\1").Should().BeFalse();
        Find($"Xen:{Guid.NewGuid()}\\1").Should().BeFalse();
        Find("Xen:1").Should().BeFalse();
        Find($"Xen:{vm}\\1", "test_thing").Should().BeTrue();
        Find($"Xen:{vm}\\1", "Test_Other").Should().BeFalse();

        bool Find(string id, string name = "Test_Thing") => source.Find(house.Now, new(null, null, "Test_Thing", new(
            new CimPropertyValue("InstanceID", CimValue.Of(id)), new CimPropertyValue("CreationClassName", CimValue.Of(name))))) is not null;
    }

    [Fact]
    public async Task What_the_condition_leaves_out_is_not_there()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var template = await life.CreateAsync(vm => vm with { IsATemplate = true });
        var source = MappedSchema.Of(Owned).Source();

        source.All(house.Now).Should().NotContain(one => one["InstanceID"].Text.Contains(template.ToString()));
        source.Find(house.Now, new(null, null, "Test_Thing", new(
            new CimPropertyValue("InstanceID", CimValue.Of($"Xen:{template}\\0")), new CimPropertyValue("CreationClassName", CimValue.Of("Test_Thing"))))).Should().BeNull();
    }
}
