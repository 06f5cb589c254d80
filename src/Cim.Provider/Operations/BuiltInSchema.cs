using Cim.Provider.Mof;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>The schema that the program carries, and the namespaces there are: clients add declarations, not namespaces.</summary>
internal sealed class BuiltInSchema
{
    private const string Main = "xencim.mof";

    private static readonly (string Space, string[] Names)[] Parts =
    [
        ("root/xen", ["root/xen", "root/cimv2"]),
        ("interop", ["interop", "root/interop"]),
    ];

    private BuiltInSchema(Dictionary<string, CimNamespace> spaces) => Spaces = spaces;

    /// <summary>Every name that a namespace is called by, with the namespace.</summary>
    public static IEnumerable<(string Name, string Space)> Names { get; } = [.. Parts.SelectMany(part => part.Names.Select(name => (name, part.Space)))];

    /// <summary>What is declared, by namespace.</summary>
    public IReadOnlyDictionary<string, CimNamespace> Spaces { get; }

    /// <summary>Compiles it.</summary>
    /// <exception cref="SchemaException">It is broken.</exception>
    public static BuiltInSchema Compile(IMofSource source)
    {
        var result = new MofCompiler(source).Compile(Main, Parts[0].Space, names: SpaceOf);
        return result.IsGood
            ? new(Parts.ToDictionary(part => part.Space, part => result.Find(part.Space) ?? new(part.Space, [], [], []), StringComparer.OrdinalIgnoreCase))
            : throw new SchemaException(result.Diagnostics.Select(one => one.ToString()));
    }

    /// <summary>The namespace that a name stands for; null where there is none.</summary>
    public static string? SpaceOf(string name) => Names.FirstOrDefault(entry => entry.Name.Equals(name.Trim('/'), StringComparison.OrdinalIgnoreCase)).Space;

    /// <summary>A declaration of ours in MOF; null where it is none of ours. Instances are called by their <see cref="KeptSchema.NameOf"/>.</summary>
    public string? Text(string space, string kind, string name) => kind switch
    {
        CimKind.Class => Spaces[space].Classes.GetValueOrDefault(name) is { } c ? MofWriter.Text(c) : null,
        CimKind.Qualifier => Spaces[space].QualifierTypes.GetValueOrDefault(name) is { } type ? MofWriter.Text(type) : null,
        _ => Spaces[space].Instances.FirstOrDefault(one => one.Path is { } path && KeptSchema.NameOf(path) == name) is { } instance ? MofWriter.Text(instance) : null,
    };

    /// <summary>Whether a declaration says what one of ours says, as far as the server acts upon it.</summary>
    public bool Says(string space, CimElement declaration) => declaration switch
    {
        CimClass c => Spaces[space].Classes.GetValueOrDefault(c.Name) is { } own && SameDeclaration.Is(own, c),
        CimQualifierType type => Spaces[space].QualifierTypes.GetValueOrDefault(type.Name) is { } own && SameDeclaration.Is(own, type),
        _ => false,
    };

    /// <summary>Whether a class is one of ours.</summary>
    public bool HasClass(string space, string name) => Spaces[space].Classes.ContainsKey(name);
}
