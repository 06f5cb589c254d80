using Cim.Provider.Operations;
using Cim.Provider.Queries;
using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Queries of what is served.</summary>
public sealed class QueryTests
{
    [Theory]
    [InlineData("WQL")]
    [InlineData("wql")]
    [InlineData("DMTF:CQL")]
    [InlineData("cim:cql")]
    public async Task A_query_finds_instances_of_the_class_and_of_those_below(string language)
    {
        await using var served = await ServedHouse.StartAsync();
        await served.CreateAsync(vm => vm with { NameLabel = "one", VcpusMax = 3 });
        await served.CreateAsync(vm => vm with { NameLabel = "two", VcpusMax = 3 });

        var rows = served.Service.ExecQuery(served.Caller(), language, "SELECT Name, Label FROM Test_Named WHERE Label = 'one' OR __this ISA Test_Host");

        rows.Properties.Should().Equal("Name", "Label");
        rows.Found.Select(row => (row.Namespace, row.Instance.Class.Name)).Should().BeEquivalentTo([("root/xen", "Test_System"), ("root/xen", "Test_Host")]);
    }

    [Theory]
    [InlineData("WQL", "SELECT", CimStatus.InvalidQuery)]
    [InlineData("DMTF:FQL", "Label = 'one'", CimStatus.QueryLanguageNotSupported)]
    [InlineData("SQL", "SELECT", CimStatus.QueryLanguageNotSupported)]
    [InlineData("WQL", "SELECT * FROM Test_Profile", CimStatus.InvalidQuery)]
    public async Task What_cannot_be_asked_is_told(string language, string query, CimStatus expected)
    {
        await using var served = await ServedHouse.StartAsync();
        var act = () => served.Service.ExecQuery(served.Caller(), language, query);

        act.Should().Throw<CimException>().Which.Status.Should().Be(expected);
    }

    [Fact]
    public async Task The_instance_whose_keys_are_asked_for_is_found_by_them()
    {
        await using var served = await ServedHouse.StartAsync();
        var path = await served.CreateAsync(vm => vm with { VcpusMax = 2 });
        var id = path.Keys[0].Value.Text;
        foreach (var (query, count, isByKey) in new[]
        {
            ($"SELECT * FROM Test_System WHERE Name = '{id}'", 1, true),
            ($"SELECT * FROM Test_System WHERE Cpus = 2 AND Name = '{id}'", 1, true),
            ($"SELECT * FROM Test_System WHERE Cpus = 7 AND Name = '{id}'", 0, true),
            ($"SELECT * FROM Test_System WHERE Name = '{id.ToUpperInvariant()}'", 0, true),
            ($"SELECT * FROM Test_System WHERE Cpus = 7 OR Name = '{id}'", 1, false),
            ($"SELECT * FROM Test_System WHERE NOT Name = '{id}' AND Cpus = 2", 0, false),
            ($"SELECT * FROM Test_System WHERE Name >= '{id}' AND Name <= '{id}'", 1, false),
        })
        {
            served.Service.ExecQuery(served.Caller(), "WQL", query).Found.Should().HaveCount(count, query);
            var space = served.Catalog.Space("root/xen");
            var parsed = QueryParser.Parse(QueryLanguage.Wql, query, space.Classes);
            (KeyEqualities.PathOf(space.Source(parsed.Class!)!, parsed.Where) is not null).Should().Be(isByKey, query);
        }

        served.Service.ExecQuery(served.Caller(), "WQL", $"SELECT * FROM Test_Cpu WHERE System = '{id}' AND Number = 1").Found.Should().ContainSingle();
        served.Service.ExecQuery(served.Caller(), "WQL", $"SELECT * FROM Test_Cpu WHERE System = '{id}'").Found.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_reference_is_compared_with_a_path_as_text()
    {
        await using var served = await ServedHouse.StartAsync();
        var path = await served.CreateAsync(vm => vm with { VcpusMax = 2 });
        var whole = path.ToString().Replace("\"", "\\\"", StringComparison.Ordinal);
        var part = ServedHouse.Path("Test_Cpu", ("Number", CimValue.OfInteger(CimType.UInt8, 1)), ("System", path.Keys[0].Value)).ToString().Replace("\"", "\\\"", StringComparison.Ordinal);

        served.Service.ExecQuery(served.Caller(), "WQL", $"SELECT * FROM Test_Device WHERE Whole = \"{whole}\"").Found.Should().HaveCount(2);
        served.Service.ExecQuery(served.Caller(), "WQL", $"SELECT * FROM Test_Device WHERE Whole = \"root/xen:{whole}\" AND Part = \"{part}\"").Found.Should().ContainSingle();
        served.Service.ExecQuery(served.Caller(), "WQL", $"SELECT * FROM Test_Device WHERE Whole = \"root/other:{whole}\"").Found.Should().BeEmpty();
    }
}
