using System.Collections.Frozen;

namespace Cim.Provider.Operations;

/// <summary>All namespaces, by each of the names that they can be called by. Immutable: a change of the schema is another catalog.</summary>
public sealed class Catalog(IEnumerable<(string Name, CimSpace Space)> spaces)
{
    private readonly FrozenDictionary<string, CimSpace> spaces =
        spaces.ToFrozenDictionary(entry => entry.Name, entry => entry.Space, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names, those that stand for another namespace included.</summary>
    public IEnumerable<string> Names => spaces.Keys;

    /// <summary>The namespace; <see cref="CimStatus.InvalidNamespace"/> where there is none.</summary>
    public CimSpace Space(string name) => Find(name) ?? throw new CimException(CimStatus.InvalidNamespace, $"There is no namespace {name} here.");

    /// <summary>The namespace; null where there is none. Slashes at either end of the name say nothing.</summary>
    public CimSpace? Find(string name) => spaces.GetValueOrDefault(name.Trim('/'));
}
