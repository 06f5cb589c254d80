using Cim.Provider.Operations;
using Cim.Provider.Schema;
using static XenCim.Tests.Cim.Operations.ServedHouse;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Walks along associations, with every filter and across namespaces.</summary>
public sealed class AssociationTests
{
    [Theory]
    [InlineData(null, null, null, null, "Test_Cpu Test_Cpu Test_Host Test_Profile Test_System")]
    [InlineData("Test_Device", null, null, null, "Test_Cpu Test_Cpu")]
    [InlineData("test_link", null, null, null, "Test_Cpu Test_Cpu Test_System")]
    [InlineData(null, "Test_Named", null, null, "Test_Host Test_System")]
    [InlineData(null, "Test_Element", "whole", null, "Test_Cpu Test_Cpu Test_System")]
    [InlineData(null, null, null, "WHOLE", "Test_System")]
    [InlineData("Test_Link", null, "Whole", "Part", "Test_Cpu Test_Cpu Test_System")]
    [InlineData("Test_Conforms", null, null, null, "Test_Profile")]
    [InlineData(null, null, "NoRole", null, "")]
    [InlineData("Test_Device", null, "Part", null, "")]
    public async Task Associators_are_filtered(string? association, string? result, string? role, string? resultRole, string expected)
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync(vm => vm with { VcpusMax = 2 });

        foreach (var space in new[] { "root/xen", "root/cimv2", "interop" })
        {
            var found = served.Service.Associators(served.Caller(space), path, new(association, result, role, resultRole));

            string.Join(' ', found.Select(one => one.Instance.Class.Name).Order()).Should().Be(expected, space);
        }
    }

    [Theory]
    [InlineData(null, null, "Test_Conforms Test_Device Test_Device Test_Hosted Test_Itself")]
    [InlineData("Test_Link", null, "Test_Device Test_Device Test_Itself")]
    [InlineData(null, "guest", "Test_Hosted")]
    [InlineData(null, "NoRole", "")]
    public async Task References_are_filtered(string? result, string? role, string expected)
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync(vm => vm with { VcpusMax = 2 });

        var found = served.Service.References(served.Caller(), path, new(null, result, role));

        string.Join(' ', found.Select(one => one.Instance.Class.Name).Order()).Should().Be(expected);
    }

    [Fact]
    public async Task An_association_between_namespaces_leads_both_ways()
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync();
        var profile = served.Service.Associators(served.Caller(), path, new("Test_Conforms")).Single();

        profile.Namespace.Should().Be("interop");
        var back = served.Service.Associators(served.Caller("root/interop"), profile.Instance.Path, AssociationFilter.None);
        back.Should().OnlyContain(found => found.Namespace == "root/xen").And.ContainSingle(found => found.Instance.Path.Equals(path));
        served.Service.References(served.Caller(), path, new(null, "Test_Conforms")).Single().Namespace.Should().Be("interop");
    }

    [Fact]
    public async Task What_is_found_is_what_reading_finds()
    {
        await using var served = await StartAsync();
        await served.CreateAsync(vm => vm with { VcpusMax = 2 });
        await served.CreateAsync(vm => vm with { VcpusMax = 3 });
        foreach (var link in served.Service.EnumerateInstances(served.Caller(), "Test_Link"))
        {
            served.Service.GetInstance(served.Caller(), link.Path).Path.Should().Be(link.Path);
            foreach (var reference in link.Class.References)
            {
                var end = link[reference.Index].Reference;
                served.Service.References(served.Caller(), end, AssociationFilter.None).Count(found => found.Instance.Path.Equals(link.Path)).Should().Be(1);
            }
        }
    }

    [Fact]
    public async Task Only_associations_that_can_refer_to_a_class_are_asked()
    {
        await using var served = await StartAsync();
        var space = served.Catalog.Space("root/xen");

        served.Catalog.Links.To(space.Class("Test_Cpu")).Select(way => $"{way.Source.Class}.{way.Reference}").Should().Equal("Test_Device.Part");
        served.Catalog.Links.To(space.Class("Test_System")).Select(way => $"{way.Source.Class}.{way.Reference}")
            .Should().Equal("Test_Conforms.Element", "Test_Device.Whole", "Test_Hosted.Guest", "Test_Itself.Whole", "Test_Itself.Part");
    }

    [Fact]
    public async Task A_path_in_a_path_gets_its_namespace_and_its_types()
    {
        await using var served = await StartAsync();
        var space = served.Catalog.Space("root/xen");
        var cpu = Path("test_cpu", ("NUMBER", CimValue.Of("1")), ("system", CimValue.Of("one")));
        var whole = CimValue.Of("root/CIMV2:test_system.NAME=\"one\"");

        InstancePath.Typed(served.Catalog, space, space.Class("Test_Device"), Path("TEST_DEVICE", ("part", CimValue.Of(cpu)), ("whole", whole))).ToString()
            .Should().Be("Test_Device.Whole=\"root/xen:Test_System.Name=\\\"one\\\"\",Part=\"root/xen:Test_Cpu.System=\\\"one\\\",Number=1\"");
    }

    [Theory]
    [InlineData("Test_Nothing", null)]
    [InlineData(null, "Test_Nothing")]
    public async Task A_class_that_is_not_there_is_no_filter(string? association, string? result)
    {
        await using var served = await StartAsync();
        var path = await served.CreateAsync();

        var act = () => served.Service.Associators(served.Caller(), path, new(association, result));

        act.Should().Throw<CimException>().Which.Status.Should().Be(CimStatus.InvalidParameter);
    }

    [Fact]
    public async Task An_instance_that_is_not_there_has_no_associators()
    {
        await using var served = await StartAsync();
        var name = CimValue.Of(Guid.NewGuid().ToString());

        Status(() => served.Service.Associators(served.Caller(), Path("Test_System", ("Name", name)), AssociationFilter.None)).Should().Be(CimStatus.NotFound);
        Status(() => served.Service.References(served.Caller(), Path("Test_Nothing", ("Name", name)), AssociationFilter.None)).Should().Be(CimStatus.InvalidParameter);
        Status(() => served.Service.References(served.Caller(), Path("Test_System"), AssociationFilter.None)).Should().Be(CimStatus.InvalidParameter);
        Status(() => served.Service.References(served.Caller("root/none"), Path("Test_System", ("Name", name)), AssociationFilter.None)).Should().Be(CimStatus.InvalidNamespace);
    }

    [Theory]
    [InlineData("Test_System", null, null, null, null, "Test_Element Test_Host")]
    [InlineData("Test_Host", null, null, null, null, "Test_Element Test_Host Test_Named")]
    [InlineData("Test_Host", "Test_Hosted", null, null, null, "Test_Host Test_Named")]
    [InlineData("Test_Host", null, "Test_Named", null, null, "Test_Host Test_Named")]
    [InlineData("Test_System", null, null, "guest", "giver", "Test_Host")]
    [InlineData("Test_Host", null, null, "guest", "NoRole", "")]
    public async Task Classes_are_associated_too(string name, string? association, string? result, string? role, string? resultRole, string expected)
    {
        await using var served = await StartAsync();

        string.Join(' ', served.Service.AssociatorClasses(served.Caller(), name, new(association, result, role, resultRole)).Select(c => c.Name).Order()).Should().Be(expected);
    }

    [Theory]
    [InlineData("Test_System", null, null, "Test_Device Test_Hosted Test_Itself Test_Link")]
    [InlineData("Test_System", "Test_Link", null, "Test_Device Test_Itself Test_Link")]
    [InlineData("Test_Host", null, "Giver", "Test_Hosted")]
    [InlineData("Test_Cpu", "Test_Hosted", null, "")]
    public async Task Classes_are_referred_to_by_associations(string name, string? result, string? role, string expected)
    {
        await using var served = await StartAsync();

        string.Join(' ', served.Service.ReferenceClasses(served.Caller(), name, new(null, result, role)).Select(c => c.Name).Order()).Should().Be(expected);
    }

    private static CimStatus Status(Action act) => act.Should().Throw<CimException>().Which.Status;
}
