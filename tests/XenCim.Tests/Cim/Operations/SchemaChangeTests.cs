using Cim.Provider.Mof;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using XenApi.Core.Declarations;
using XenApi.Core.Model;

namespace XenCim.Tests.Cim.Operations;

/// <summary>What clients add to the schema: it is checked, kept and served at once.</summary>
public sealed class SchemaChangeTests
{
    private const string Added = """
        class Test_Thing { [Key] string Name; [Write] uint32 Size = 7; };
        class Test_Small : Test_Thing { [Override("Size"), Write] uint32 Size = 1; };
        [Association] class Test_Holds { [Key] Test_Thing REF Holder; [Key] Test_Thing REF Held; };
        """;

    [Fact]
    public async Task A_class_is_served_at_once_and_after_a_restart()
    {
        await using var world = await CimWorld.StartAsync();
        await CreateAsync(world, "Test_Thing", "Test_Small");
        IsServed(world);
        await using var again = await world.RestartAsync();
        IsServed(again);

        static void IsServed(CimWorld one)
        {
            var c = one.Service.GetClass(one.Caller("root/cimv2"), "test_small");
            c.Properties.Select(property => property.Name).Should().Equal("Name", "Size");
            c.Properties[1].Default.ToString().Should().Be("1");
            one.Service.EnumerateClasses(one.Caller(), "Test_Thing", deep: false).Should().Equal(c);
        }
    }

    [Fact]
    public async Task A_class_with_a_mapping_has_its_instances_at_once()
    {
        await using var world = await CimWorld.StartAsync();
        var vm = await world.Life.CreateAsync();
        await ImportAsync(world, """
            [Xen_Source{"VM where not is_a_template"}]
            class Test_Machine { [Key, Xen_Value{"uuid"}] string Name; [Write, Xen_Value{"name_label"}] string Label; };
            """);

        world.Service.EnumerateInstances(world.Caller(), "Test_Machine").Select(one => one["Name"].Text).Should().Contain(vm.ToString());
        await using var again = await world.RestartAsync();
        again.Service.EnumerateInstances(again.Caller(), "Test_Machine").Select(one => one["Name"].Text).Should().Contain(vm.ToString());
    }

    [Fact]
    public async Task A_mapping_that_does_not_resolve_is_refused()
    {
        await using var world = await CimWorld.StartAsync();
        var c = Classes("""[Xen_Source{"VM"}] class Test_Machine { [Key, Xen_Value{"name_lable"}] string Name; };""", world).Single();

        (await RefusedAsync(() => world.Service.CreateClassAsync(world.Caller(), c))).Should().Match<CimException>(e => e.Status == CimStatus.InvalidParameter && e.Message.Contains("name_lable"));
        world.Cim.Catalog.Space("root/xen").Classes.Find("Test_Machine").Should().BeNull();
    }

    [Fact]
    public async Task What_cannot_be_has_the_status_of_the_standard()
    {
        await using var world = await CimWorld.StartAsync();
        var (service, caller) = (world.Service, world.Caller());
        await CreateAsync(world, "Test_Thing", "Test_Small", "Test_Holds");
        await service.CreateInstanceAsync(caller, Thing("Test_Small", "one"));
        var thing = Class(world, "Test_Thing");

        (await StatusAsync(() => service.CreateClassAsync(caller, thing))).Should().Be(CimStatus.AlreadyExists);
        (await StatusAsync(() => service.CreateClassAsync(caller, Plain("Test_New", "Test_Nothing")))).Should().Be(CimStatus.InvalidSuperclass);
        (await StatusAsync(() => service.CreateClassAsync(caller, Plain("Test New", null)))).Should().Be(CimStatus.InvalidParameter);
        (await StatusAsync(() => service.CreateClassAsync(caller, Plain("Test_A { }; class Test_B", null)))).Should().Be(CimStatus.InvalidParameter);
        (await StatusAsync(() => service.CreateClassAsync(caller, Plain("CIM_ComputerSystem", null)))).Should().Be(CimStatus.AlreadyExists);
        (await StatusAsync(() => service.CreateClassAsync(world.Caller("root/nothing"), thing))).Should().Be(CimStatus.InvalidNamespace);
        (await StatusAsync(() => service.ModifyClassAsync(caller, Plain("Test_New", null)))).Should().Be(CimStatus.NotFound);
        (await StatusAsync(() => service.ModifyClassAsync(caller, Plain("CIM_ComputerSystem", null)))).Should().Be(CimStatus.NotSupported);
        (await StatusAsync(() => service.ModifyClassAsync(caller, Plain("Test_Small", "Test_Nothing")))).Should().Be(CimStatus.InvalidSuperclass);
        (await StatusAsync(() => service.ModifyClassAsync(caller, Plain("Test_Thing", null)))).Should().Be(CimStatus.ClassHasChildren);
        (await StatusAsync(() => service.ModifyClassAsync(caller, Plain("Test_Small", null)))).Should().Be(CimStatus.ClassHasInstances);
        (await StatusAsync(() => service.DeleteClassAsync(caller, "Test_Nothing"))).Should().Be(CimStatus.NotFound);
        (await StatusAsync(() => service.DeleteClassAsync(caller, "CIM_ComputerSystem"))).Should().Be(CimStatus.NotSupported);
        (await StatusAsync(() => service.DeleteClassAsync(caller, "Test_Thing"))).Should().Be(CimStatus.ClassHasChildren);
        (await StatusAsync(() => service.DeleteClassAsync(caller, "Test_Small"))).Should().Be(CimStatus.ClassHasInstances);
        (await StatusAsync(() => service.CreateInstanceAsync(caller, Thing("Test_Small", "one")))).Should().Be(CimStatus.AlreadyExists);
        (await StatusAsync(() => service.CreateInstanceAsync(caller, new("Test_Small", new([new("Size", CimValue.OfInteger(CimType.UInt32, 1))]), null)))).Should().Be(CimStatus.InvalidParameter);

        await service.DeleteInstanceAsync(caller, Path("Test_Small", "one"));
        await service.DeleteClassAsync(caller, "Test_Small");
        (await StatusAsync(() => service.DeleteClassAsync(caller, "Test_Thing"))).Should().Be(CimStatus.Failed, "an association refers to it");
        await service.DeleteClassAsync(caller, "Test_Holds");
        await service.DeleteClassAsync(caller, "Test_Thing");
        world.House.Now.Count(CimDeclaration.Descriptor).Should().Be(0);
    }

    [Fact]
    public async Task Qualifier_types_are_set_and_deleted()
    {
        await using var world = await CimWorld.StartAsync();
        var (service, caller) = (world.Service, world.Caller());
        var type = new CimQualifierType("Test_Mark", CimValue.Null(CimType.StringArray), 3, CimScope.Class | CimScope.Property, CimFlavor.EnableOverride | CimFlavor.Translatable);
        await service.SetQualifierAsync(caller, type);
        var marked = new CimClass("Test_Marked", null, CimScope.Class, new([Property("Name", "Key")]), NamedList<CimMethod>.Empty, new([new("Test_Mark", CimValue.OfItems(CimType.StringArray, [CimValue.Of("\"\t\\")]), CimFlavor.Usual)]));
        await service.CreateClassAsync(caller, marked);

        await using var again = await world.RestartAsync();
        (service, caller) = (again.Service, again.Caller());
        var read = service.GetQualifier(caller, "TEST_MARK");
        (read.Type, read.ArraySize, read.Scope, read.Flavor).Should().Be((type.Type, 3, type.Scope, type.Flavor));
        service.GetClass(caller, "Test_Marked").TextsOf("Test_Mark").Should().Equal("\"\t\\");
        (await StatusAsync(() => service.DeleteQualifierAsync(caller, "Test_Mark"))).Should().Be(CimStatus.Failed, "a class bears it");
        (await StatusAsync(() => service.DeleteQualifierAsync(caller, "Key"))).Should().Be(CimStatus.NotSupported);
        (await StatusAsync(() => service.DeleteQualifierAsync(caller, "Test_Nothing"))).Should().Be(CimStatus.NotFound);
        (await StatusAsync(() => service.SetQualifierAsync(caller, new("Key", CimValue.Of(true), null, CimScope.Any, CimFlavor.Usual)))).Should().Be(CimStatus.NotSupported);
        await service.SetQualifierAsync(caller, service.GetQualifier(caller, "Key"));
        await service.DeleteClassAsync(caller, "Test_Marked");
        await service.DeleteQualifierAsync(caller, "Test_Mark");
        again.House.Now.Count(CimDeclaration.Descriptor).Should().Be(0);
    }

    [Fact]
    public async Task What_compilers_send_of_the_standard_again_is_no_change()
    {
        await using var world = await CimWorld.StartAsync();
        var (service, caller) = (world.Service, world.Caller());
        var none = CimValue.Null(CimType.String);

        await service.SetQualifierAsync(caller, new("VERSION", none, null, CimScope.Class, CimFlavor.ToInstance));
        await service.SetQualifierAsync(caller, new("Version", none, null, CimScope.Any | CimScope.Qualifier, CimFlavor.Translatable));
        (await StatusAsync(() => service.SetQualifierAsync(caller, new("Version", CimValue.Null(CimType.StringArray), null, CimScope.Class, CimFlavor.Usual)))).Should().Be(CimStatus.NotSupported);
        (await StatusAsync(() => service.SetQualifierAsync(caller, new("Version", none, null, CimScope.Class | CimScope.Method, CimFlavor.Usual)))).Should().Be(CimStatus.NotSupported);

        var own = service.GetClass(caller, "CIM_ManagedElement").Declared;
        CimClass Told(NamedList<CimProperty> properties) => new("cim_managedelement", null, own.Kind, properties, own.Methods, new([new("Description", CimValue.Of("Prose."), CimFlavor.Usual), .. own.Qualifiers]));
        await service.ModifyClassAsync(caller, Told(own.Properties));
        (await StatusAsync(() => service.ModifyClassAsync(caller, Told(new([.. own.Properties.Skip(1)]))))).Should().Be(CimStatus.NotSupported);
        (await StatusAsync(() => service.CreateClassAsync(caller, own))).Should().Be(CimStatus.AlreadyExists);
        world.House.Now.Count(CimDeclaration.Descriptor).Should().Be(0);
    }

    [Fact]
    public async Task Instances_of_added_classes_are_kept()
    {
        await using var world = await CimWorld.StartAsync();
        var (service, caller) = (world.Service, world.Caller());
        await ImportAsync(world, Added);
        foreach (var name in (string[])["one", "One", "o\"\\ne"])
        {
            (await service.CreateInstanceAsync(caller, Thing("Test_Thing", name))).Should().Be(Path("Test_Thing", name));
        }

        await service.CreateInstanceAsync(caller, new("Test_Holds", new([new("Holder", CimValue.Of(Path("Test_Thing", "one"))), new("Held", CimValue.Of(Path("Test_Thing", "One")))]), null));
        await service.SetPropertyAsync(caller, Path("Test_Thing", "One"), "Size", CimValue.OfInteger(CimType.UInt32, 3));
        await service.DeleteInstanceAsync(caller, Path("Test_Thing", "o\"\\ne"));

        AreServed(world);
        await using var again = await world.RestartAsync();
        AreServed(again);

        static void AreServed(CimWorld one)
        {
            one.Service.EnumerateInstances(one.Caller(), "Test_Thing").Select(thing => $"{thing["Name"].Text} {thing["Size"]}").Should().BeEquivalentTo("one 7", "One 3");
            one.Service.Associators(one.Caller(), Path("Test_Thing", "one"), new(null, null, null, null)).Single().Instance["Name"].Text.Should().Be("One");
        }
    }

    [Fact]
    public async Task Only_administrators_change_the_schema()
    {
        await using var world = await CimWorld.StartAsync();
        await ImportAsync(world, Added);
        var caller = world.Caller(role: Role.VmAdmin);

        (await StatusAsync(() => world.Service.CreateClassAsync(caller, Plain("Test_New", null)))).Should().Be(CimStatus.AccessDenied);
        (await StatusAsync(() => world.Service.ModifyClassAsync(caller, Plain("Test_Thing", null)))).Should().Be(CimStatus.AccessDenied);
        (await StatusAsync(() => world.Service.DeleteClassAsync(caller, "Test_Holds"))).Should().Be(CimStatus.AccessDenied);
        (await StatusAsync(() => world.Service.SetQualifierAsync(caller, world.Service.GetQualifier(caller, "Key")))).Should().Be(CimStatus.AccessDenied);
        (await StatusAsync(() => world.Service.DeleteQualifierAsync(caller, "Key"))).Should().Be(CimStatus.AccessDenied);
        (await StatusAsync(() => world.Service.CreateInstanceAsync(caller, Thing("Test_Thing", "one")))).Should().Be(CimStatus.AccessDenied);
    }

    [Fact]
    public async Task Of_many_who_create_the_same_class_one_does()
    {
        await using var world = await CimWorld.StartAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            try
            {
                await world.Service.CreateClassAsync(world.Caller(), Plain(i % 2 == 0 ? "Test_Same" : "TEST_SAME", null));
                return (CimStatus?)null;
            }
            catch (CimException e)
            {
                return e.Status;
            }
        })));

        outcomes.Should().ContainSingle(outcome => outcome == null).And.OnlyContain(outcome => outcome == null || outcome == CimStatus.AlreadyExists);
        world.House.Now.Count(CimDeclaration.Descriptor).Should().Be(1);
    }

    [Fact]
    public async Task A_declaration_is_no_longer_than_its_limit()
    {
        await using var world = await CimWorld.StartAsync();
        var huge = new CimClass("Test_Huge", null, CimScope.Class, new([Property("Name", "Key")]), NamedList<CimMethod>.Empty, new([new("Description", CimValue.Of(new string('x', 1 << 20)), CimFlavor.Usual)]));

        (await StatusAsync(() => world.Service.CreateClassAsync(world.Caller(), huge))).Should().Be(CimStatus.ServerLimitsExceeded);
    }

    private static async Task CreateAsync(CimWorld world, params string[] names)
    {
        foreach (var name in names)
        {
            await world.Service.CreateClassAsync(world.Caller(), Class(world, name));
        }
    }

    private static async Task ImportAsync(CimWorld world, string text)
    {
        var import = await world.Cim.ImportAsync(new MofTexts(new Dictionary<string, string> { ["a.mof"] = text }), "a.mof", "root/xen");
        import.Faults.Concat(import.Diagnostics.Select(one => one.ToString())).Should().BeEmpty();
    }

    private static CimClass Class(CimWorld world, string name) => Classes(Added, world).Single(c => c.Name == name);

    private static IEnumerable<CimClass> Classes(string text, CimWorld world)
    {
        var space = world.Cim.Catalog.Space("root/xen");
        var known = new CimNamespace(space.Name, space.QualifierTypes.Values, space.Classes.All.Select(c => c.Declared), []);
        var result = new MofCompiler(new MofTexts(new Dictionary<string, string> { ["a.mof"] = text })).Compile("a.mof", space.Name, new Dictionary<string, CimNamespace> { [space.Name] = known });
        result.Diagnostics.Should().BeEmpty();
        return result.Namespaces.Single().Classes.Values;
    }

    private static CimClass Plain(string name, string? above) =>
        new(name, above, CimScope.Class, new([Property(above is null ? "Other" : "More", above is null ? "Key" : null)]), NamedList<CimMethod>.Empty, NamedList<CimQualifier>.Empty);

    private static CimProperty Property(string name, string? qualifier) => new(
        name, new(CimType.String), CimValue.Null(CimType.String), qualifier is null ? NamedList<CimQualifier>.Empty : new([new(qualifier, CimValue.Of(true), CimFlavor.ToSubclass)]));

    private static CimInstance Thing(string c, string name) => new(c, new([new("Name", CimValue.Of(name))]), null);

    private static CimObjectPath Path(string c, string name) => new(null, null, c, new([new("Name", CimValue.Of(name))]));

    private static async Task<CimStatus?> StatusAsync(Func<Task> operation) => (await RefusedAsync(operation))?.Status;

    private static async Task<CimException?> RefusedAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return null;
        }
        catch (CimException e)
        {
            return e;
        }
    }
}
