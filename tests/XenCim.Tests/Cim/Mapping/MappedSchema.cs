using Cim.Provider.Mapping;
using Cim.Provider.Mof;
using Cim.Provider.Operations;
using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Mapping;

/// <summary>A small schema of a test's own, compiled and bound.</summary>
internal sealed class MappedSchema
{
    private const string Qualifiers = """
        Qualifier Key : boolean = false, Scope(property, reference), Flavor(DisableOverride, ToSubclass);
        Qualifier Association : boolean = false, Scope(association), Flavor(DisableOverride, ToSubclass);
        Qualifier Abstract : boolean = false, Scope(class, association, indication), Flavor(Restricted);
        Qualifier Override : string = null, Scope(property, reference, method), Flavor(Restricted);
        Qualifier Write : boolean = false, Scope(property);
        Qualifier Xen_Source : string[], Scope(class, association), Flavor(DisableOverride, Restricted);
        Qualifier Xen_Value : string[], Scope(property, reference);
        Qualifier Xen_Ends : string[], Scope(association), Flavor(DisableOverride, Restricted);

        """;

    private readonly IReadOnlyDictionary<(string Space, string Class), IInstanceSource> sources;

    private MappedSchema(ClassTree tree, IReadOnlyDictionary<(string, string), IInstanceSource> sources, IReadOnlyList<MappingFault> faults) =>
        (Tree, this.sources, Faults) = (tree, sources, faults);

    public ClassTree Tree { get; }

    public IReadOnlyList<MappingFault> Faults { get; }

    public static MappedSchema Of(string mof)
    {
        var result = new MofCompiler(new MofTexts(new Dictionary<string, string> { ["test.mof"] = Qualifiers + mof })).Compile("test.mof", "root/xen");
        result.Diagnostics.Should().BeEmpty();
        var tree = new ClassTree(result.Find("root/xen")!.Classes);
        var (sources, faults) = SourceBinder.Bind([new("root/xen", tree, new Dictionary<string, IInstanceSource>())], new(TimeProvider.System) { Namespaces = ["root/xen", "interop"] });
        return new(tree, sources, faults);
    }

    /// <summary>A schema with one class that has one property beside its key.</summary>
    public static MappedSchema OfValue(string source, string type, string value) => Of($$"""
        [Xen_Source{"{{source}}"}]
        class Test_Thing {
          [Key, Xen_Value{"'Xen:' + uuid"}] string InstanceID;
          [Xen_Value{"{{value}}"}] {{type.TrimEnd('[', ']')}} Value{{(type.EndsWith(']') ? "[]" : "")}};
        };
        """);

    public IInstanceSource Source(string name = "Test_Thing")
    {
        Faults.Should().BeEmpty();
        return sources[("root/xen", name)];
    }
}
