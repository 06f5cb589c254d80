using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Cim.Provider.Operations;

/// <summary>All namespaces, by each of the names that they can be called by. Immutable: a change of the schema is another catalog.</summary>
public sealed class Catalog
{
    private readonly FrozenDictionary<string, CimSpace> spaces;
    private readonly Lazy<LinkIndex> links;

    /// <summary>Takes the namespaces; one may have several names.</summary>
    public Catalog(IEnumerable<(string Name, CimSpace Space)> spaces)
    {
        this.spaces = spaces.ToFrozenDictionary(entry => entry.Name, entry => entry.Space, StringComparer.OrdinalIgnoreCase);
        Spaces = [.. this.spaces.Values.Distinct<CimSpace>(ReferenceEqualityComparer.Instance).OrderBy(space => space.Name, StringComparer.OrdinalIgnoreCase)];
        links = new(() => new(Spaces));
    }

    /// <summary>The names, those that stand for another namespace included.</summary>
    public IEnumerable<string> Names => spaces.Keys;

    /// <summary>The namespaces, each once.</summary>
    public ImmutableArray<CimSpace> Spaces { get; }

    /// <summary>Which associations refer to what.</summary>
    internal LinkIndex Links => links.Value;

    /// <summary>The namespace; <see cref="CimStatus.InvalidNamespace"/> where there is none.</summary>
    public CimSpace Space(string name) => Find(name) ?? throw new CimException(CimStatus.InvalidNamespace, $"There is no namespace {name} here.");

    /// <summary>The namespace; null where there is none. Slashes at either end of the name say nothing.</summary>
    public CimSpace? Find(string name) => spaces.GetValueOrDefault(name.Trim('/'));
}
