using System.Collections.Frozen;
using Cim.Provider.Mapping;
using Cim.Provider.Mof;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Cim.Operations;

/// <summary>A house that serves a small schema of two namespaces: machines and what belongs to them in root/xen, profiles in interop.</summary>
internal sealed class ServedHouse : IAsyncDisposable
{
    private const string Mof = """
        Qualifier Key : boolean = false, Scope(property, reference), Flavor(DisableOverride, ToSubclass);
        Qualifier Association : boolean = false, Scope(association), Flavor(DisableOverride, ToSubclass);
        Qualifier Abstract : boolean = false, Scope(class, association, indication), Flavor(Restricted);
        Qualifier Override : string = null, Scope(property, reference, method), Flavor(Restricted);
        Qualifier Write : boolean = false, Scope(property);
        Qualifier In : boolean = true, Scope(parameter);
        Qualifier Out : boolean = false, Scope(parameter);
        Qualifier Static : boolean = false, Scope(property, method);
        Qualifier Required : boolean = false, Scope(property, reference, method, parameter);
        Qualifier EmbeddedInstance : string = null, Scope(property, method, parameter);
        Qualifier Xen_Source : string[], Scope(class, association), Flavor(DisableOverride, Restricted);
        Qualifier Xen_Value : string[], Scope(property, reference);
        Qualifier Xen_Ends : string[], Scope(association), Flavor(DisableOverride, Restricted);
        [Abstract] class Test_Element { string Caption; };
        """;

    private const string Xen = Mof + """
        [Abstract] class Test_Named : Test_Element { [Key] string Name; [Write] string Label; };
        [Xen_Source{"VM where not is_a_template"}]
        class Test_System : Test_Named {
          [Override("Name"), Xen_Value{"uuid"}] string Name;
          [Override("Label"), Xen_Value{"name_label"}] string Label;
          [Xen_Value{"VCPUs_max"}] uint32 Cpus;
          [Xen_Value{"memory_static_max"}] uint64 Memory;
          [Xen_Value{"is_a_template"}] boolean IsTemplate;
          [Xen_Value{"[3, 5]"}] uint16 Numbers[];
          [Xen_Value{"['a', 'b']"}] string Words[];
          real32 Load = 0.5;
          datetime Since = "20100110120000.000000+060";
          string Nothing;
          [Xen_Value{"metrics.memory_actual"}] uint64 Used;
          uint32 Restart([Required, In] uint16 How, [In] string Words[], [In(false), Out] string Said);
          [Static] uint32 Count();
        };
        [Xen_Source{"host"}]
        class Test_Host : Test_Named { [Override("Name"), Xen_Value{"uuid"}] string Name; [Xen_Value{"resident_VMs | sum(metrics.memory_actual)"}] uint64 Used; };
        [Xen_Source{"VM each VCPUs_max where not is_a_template"}]
        class Test_Cpu : Test_Element { [Key, Xen_Value{"uuid"}] string System; [Key, Xen_Value{"item"}] uint16 Number; };
        [Abstract, Association] class Test_Link { [Key] Test_Element REF Whole; [Key] Test_Element REF Part; };
        [Association, Xen_Ends{"Whole=Test_System Part=Test_Cpu"}]
        class Test_Device : Test_Link { };
        [Association, Xen_Ends{"Whole=Test_System Part=Test_System"}]
        class Test_Itself : Test_Link { };
        [Association, Xen_Ends{"Giver=Test_Host(all(VM)) Guest=Test_System(resident_on ?? first(host))"}]
        class Test_Hosted { [Key] Test_Host REF Giver; [Key] Test_Named REF Guest; };
        """;

    private const string Interop = Mof + """
        class Test_Profile : Test_Element { [Key] string InstanceID; uint32 Number; };
        class Test_Other : Test_Element { [Key] string InstanceID; };
        [Association, Xen_Ends{"Profile=Test_Profile['one'] Element=root/xen:Test_System"}]
        class Test_Conforms { [Key] Test_Profile REF Profile; [Key] Test_Element REF Element; };
        instance of Test_Profile { InstanceID = "one"; Number = 1; Caption = "the first"; };
        instance of Test_Profile { InstanceID = "two"; Number = 2; };
        """;

    private ServedHouse(House house, Catalog catalog, TimeProvider? time, EnumerationLimits? limits) => (House, Catalog, Service) = (house, catalog, new(() => catalog, time, limits));

    public House House { get; }

    public Catalog Catalog { get; }

    public CimService Service { get; }

    public Life Life => new(House);

    public static async Task<ServedHouse> StartAsync(TimeProvider? time = null, EnumerationLimits? limits = null) => new(await House.StartAsync(time: time), Build(), time, limits);

    public CimCaller Caller(string space = "root/xen", Role role = Role.PoolAdmin) => new(space, House.Caller(role));

    public async Task<CimObjectPath> CreateAsync(Func<Vm, Vm>? change = null) => Path("Test_System", ("Name", CimValue.Of((await Life.CreateAsync(change)).ToString())));

    public static CimObjectPath Path(string name, params (string Name, CimValue Value)[] keys) =>
        new(null, null, name, new([.. keys.Select(key => new CimPropertyValue(key.Name, key.Value))]));

    public ValueTask DisposeAsync() => House.DisposeAsync();

    private static Catalog Build()
    {
        var spaces = new[] { ("root/xen", Xen), ("interop", Interop) }.Select(space => (Name: space.Item1, Compiled: Compile(space.Item1, space.Item2))).ToArray();
        var trees = spaces.ToDictionary(space => space.Name, space => new ClassTree(space.Compiled.Classes));
        var (sources, faults) = SourceBinder.Bind(spaces.Select(space => new SpaceMapping(space.Name, trees[space.Name], space.Compiled.Instances
            .GroupBy(instance => instance.Name)
            .ToDictionary(group => group.Key, group => (IInstanceSource)new FixedSource(trees[space.Name].Find(group.Key)!, group)))), new(TimeProvider.System));
        faults.Select(fault => fault.Message).Should().BeEmpty();
        var served = spaces.ToDictionary(space => space.Name, space => new CimSpace(
            space.Name,
            trees[space.Name],
            space.Compiled.QualifierTypes,
            sources.Where(source => source.Key.Space == space.Name).ToFrozenDictionary(source => source.Key.Class, source => source.Value, StringComparer.OrdinalIgnoreCase),
            sources.Where(source => source.Key.Space == space.Name && source.Value is MappedSource).ToFrozenDictionary(source => source.Key.Class, source => ((MappedSource)source.Value).Writer, StringComparer.OrdinalIgnoreCase)));
        return new([.. served.Select(space => (space.Key, space.Value)), ("root/interop", served["interop"]), ("root/cimv2", served["root/xen"])]);
    }

    private static CimNamespace Compile(string name, string mof)
    {
        var result = new MofCompiler(new MofTexts(new Dictionary<string, string> { ["test.mof"] = mof })).Compile("test.mof", name);
        result.Diagnostics.Should().BeEmpty();
        return result.Find(name)!;
    }
}
