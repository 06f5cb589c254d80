using System.Text.RegularExpressions;
using Cim.Provider.Mof;
using Cim.Provider.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenCim.Tests.Events;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Schemas in MOF are added whole or not at all, and outlive upgrades.</summary>
public sealed class ImportTests
{
    private const string Thing = "class Test_Thing { [Key] string Name; };";

    [Fact]
    public async Task All_files_are_one_commit()
    {
        await using var world = await CimWorld.StartAsync();
        var before = world.House.Now.Generation;

        var import = await ImportAsync(world, "root/xen", ("a.mof", """
            Qualifier Test_Mark : string, Scope(any);
            #pragma include("b.mof")
            instance of Test_Thing as $One { Name = "one"; };
            instance of Test_Holds { Holder = $One; Held = $One; };
            #pragma namespace("root/interop")
            class Test_Other { [Key] string Name; };
            """), ("b.mof", Thing + "[Association, Test_Mark(\"it\")] class Test_Holds { [Key] Test_Thing REF Holder; [Key] Test_Thing REF Held; };"));

        (import.IsGood, import.Declarations, import.Changed).Should().Be((true, 6, 6), string.Join('\n', import.Faults));
        world.House.Now.Generation.Should().Be(before + 1);
        await using var again = await world.RestartAsync();
        again.Service.GetClass(again.Caller("interop"), "Test_Other");
        again.Service.EnumerateInstances(again.Caller(), "Test_Holds").Should().ContainSingle();
    }

    [Theory]
    [InlineData(Thing + " class Test_Low : Test_Nothing { };", "the superclass 'Test_Nothing' of 'Test_Low' is not declared")]
    [InlineData(Thing + " [Xen_Source{\"VM\"}] class Test_Low : Test_Thing { [Override(\"Name\"), Xen_Value{\"name_lable\"}] string Name; };", "name_lable")]
    [InlineData(Thing + " class CIM_ComputerSystem { [Key] string Name; };", "belongs to the schema of the server")]
    [InlineData(Thing + " #pragma namespace(\"root/nothing\")\n class Test_Low { [Key] string Name; };", "there is no namespace 'root/nothing' here")]
    [InlineData(Thing + " class Test_Bare { string Name; }; instance of Test_Bare { };", "has no keys")]
    public async Task Where_one_thing_is_wrong_nothing_is_added(string text, string wrong)
    {
        await using var world = await CimWorld.StartAsync();
        var before = world.House.Now.Generation;

        var import = await ImportAsync(world, "root/xen", ("a.mof", text));

        import.IsGood.Should().BeFalse();
        import.Faults.Concat(import.Diagnostics.Select(one => one.ToString())).Should().Contain(told => told.Contains(wrong));
        world.House.Now.Generation.Should().Be(before);
        world.Cim.Catalog.Space("root/xen").Classes.Find("Test_Thing").Should().BeNull();
    }

    [Fact]
    public async Task A_mapping_that_does_not_resolve_is_told_at_the_line_of_its_author()
    {
        await using var world = await CimWorld.StartAsync();

        var import = await ImportAsync(world, "root/xen", ("a.mof", "#pragma include(\"b.mof\")\n[Xen_Source{\"VN\"}]\nclass Test_Low { [Key] string Name; };\n"), ("b.mof", """
            // A comment.
            [Xen_Source { "VM" }]
            class Test_High {
                uint8 Other;
                [Key,
                 Xen_Value { "name_lable" }] string Name;
            };
            [Association, Xen_Ends { "Whole=Xen_ComputerSystem Part=Xen_Disk(VBDz)" }]
            class Test_Holds { [Key] CIM_ComputerSystem REF Whole; [Key] CIM_LogicalDevice REF Part; };
            """));

        import.Faults.Should().HaveCount(3);
        import.Faults.Should().ContainSingle(fault => Regex.IsMatch(fault, "^b.mof:6:6: error: Test_High: .*name_lable.*\n     Xen_Value { \"name_lable\" }] string Name;\n     \\^$"));
        import.Faults.Should().ContainSingle(fault => Regex.IsMatch(fault, "^a.mof:2:2: error: Test_Low: .*VN.*\n\\[Xen_Source\\{\"VN\"\\}\\]\n \\^$"));
        import.Faults.Should().ContainSingle(fault => Regex.IsMatch(fault, "^b.mof:8:15: error: Test_Holds: .*VBDz.*\n\\[Association, Xen_Ends .*\n {14}\\^$"));
    }

    [Fact]
    public async Task The_same_again_is_no_change_and_something_else_takes_its_place()
    {
        await using var world = await CimWorld.StartAsync();
        (await ImportAsync(world, "root/cimv2", ("a.mof", Thing))).Changed.Should().Be(1);
        (await ImportAsync(world, "root/xen", ("a.mof", Thing))).Changed.Should().Be(0);
        (await ImportAsync(world, "root/xen", ("a.mof", "class Test_Thing { [Key] string Name; uint8 Size; };"))).Changed.Should().Be(1);

        world.Service.GetClass(world.Caller(), "Test_Thing").Properties.Should().HaveCount(2);
        world.House.Now.Count(CimDeclaration.Descriptor).Should().Be(1);
    }

    [Fact]
    public async Task What_an_upgrade_makes_senseless_is_left_aside_and_not_lost()
    {
        await using var world = await CimWorld.StartAsync();
        await ImportAsync(world, "root/xen", ("a.mof", Thing + """
            class Test_Disk : Xen_Disk { uint8 More; };
            class Test_Lower : Test_Disk { };
            class Test_Uses { [Key] string Name; string Meant(Test_Lower REF What); };
            instance of Test_Thing { Name = "one"; };
            """));
        var log = new Eavesdropper();

        using (var upgraded = CimHouse.Open(world.House.Engine, LoggerFactory.Create(logs => logs.AddProvider(log)).CreateLogger<CimHouse>(), new MofTexts(new Dictionary<string, string> { ["xencim.mof"] = """
            #pragma namespace("root/xen")
            Qualifier Key : boolean = false, Scope(property, reference), Flavor(DisableOverride, ToSubclass);
            """ })))
        {
            upgraded.Catalog.Space("root/xen").Classes.All.Select(c => c.Name).Should().Equal("Test_Thing");
            upgraded.Source("root/xen", "Test_Thing")!.All(world.House.Now).Should().ContainSingle();
        }

        log.Lines.Should().HaveCount(3).And.Contain(line => line.Contains("The class Test_Disk of root/xen") && line.Contains("'Xen_Disk'"));
        await using var again = await world.RestartAsync();
        again.Service.GetClass(again.Caller(), "Test_Uses");
    }

    [Fact]
    public async Task A_broken_schema_of_our_own_stops_the_start()
    {
        await using var world = await CimWorld.StartAsync();

        FluentActions.Invoking(() => CimHouse.Open(world.House.Engine, NullLogger<CimHouse>.Instance, new MofTexts(new Dictionary<string, string> { ["xencim.mof"] = "class Test_A : Test_B { };" })))
            .Should().Throw<SchemaException>().WithMessage("xencim.mof:1:16: error: the superclass 'Test_B' of 'Test_A' is not declared\n*");
    }

    [Fact]
    public async Task Listeners_of_the_other_api_hear_nothing_of_it()
    {
        await using var world = await CimWorld.StartAsync();
        using var client = await world.House.EnterAsync();
        await client.CallAsync("event.register", new List<object> { "*" });
        await ImportAsync(world, "root/xen", ("a.mof", Thing));
        await client.CallAsync("debug.create", new Dictionary<string, object>());

        var heard = (List<object>)(await client.CallAsync("event.next"))!;
        heard.Cast<Dictionary<string, object>>().Select(one => one["class"]).Should().Equal("debug");
        CallTable.Of(ApiVersion.Xend).Calls.Should().NotContain(call => call.Name.StartsWith("cim_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_are_imported_where_no_server_runs()
    {
        using var state = new StateDirectory();
        Directory.CreateDirectory(state.Path);
        var (a, b) = (Path.Combine(state.Path, "a.mof"), Path.Combine(state.Path, "b.mof"));
        File.WriteAllText(a, "#pragma namespace(\"interop\")\n" + Thing);
        File.WriteAllText(b, "class Test_Low { [Key] string Name; uint8 Size = 256; };");
        var (says, complains) = (new StringWriter(), new StringWriter());
        using var logs = LoggerFactory.Create(_ => { });
        var desk = new SchemaDesk(state.Path, logs, says, complains);

        (await desk.CheckAsync([a], "root/xen")).Should().BeTrue();
        File.Exists(state.Database).Should().BeFalse("a check makes no state");
        (await desk.ImportAsync([a, b], "root/xen")).Should().BeFalse();
        complains.ToString().Should().StartWith($"{b}:1:50: error: the default of 'Size' is 256").And.EndWith("Nothing was imported.\n");
        (await desk.ImportAsync([a], "root/nothing")).Should().BeFalse();
        complains.ToString().Should().EndWith("There is no namespace root/nothing here.\nNothing was imported.\n");
        (await desk.ImportAsync([a], "root/xen")).Should().BeTrue();
        File.WriteAllText(b, "class Test_Low { [Key] string Name; };");
        (await desk.ImportAsync([a, b], "root/xen")).Should().BeTrue();
        says.ToString().Should().Be("""
            Nothing is wrong. Declarations: 1, of them new or changed: 1.
            Imported. Declarations: 1, of them new or changed: 1.
            Imported. Declarations: 2, of them new or changed: 1.

            """);
        await using (var held = SqliteJournal.Open(state.Path))
        {
            (await desk.CheckAsync([a], "root/xen")).Should().BeTrue();
            await FluentActions.Awaiting(() => desk.ImportAsync([a], "root/xen")).Should().ThrowAsync<JournalException>().WithMessage("*in use by another server*");
        }
    }

    private static Task<MofImport> ImportAsync(CimWorld world, string space, params (string Name, string Text)[] files) =>
        world.Cim.ImportAsync(new MofTexts(files.ToDictionary(file => file.Name, file => file.Text)), files[0].Name, space);
}
