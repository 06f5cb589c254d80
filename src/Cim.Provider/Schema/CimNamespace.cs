using System.Collections.Frozen;

namespace Cim.Provider.Schema;

/// <summary>A namespace and what is declared in it.</summary>
public sealed class CimNamespace(string name, IEnumerable<CimQualifierType> qualifierTypes, IEnumerable<CimClass> classes, IEnumerable<CimInstance> instances)
    : CimElement(name)
{
    /// <summary>The qualifier types by name.</summary>
    public FrozenDictionary<string, CimQualifierType> QualifierTypes { get; } =
        qualifierTypes.ToFrozenDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The classes by name.</summary>
    public FrozenDictionary<string, CimClass> Classes { get; } = classes.ToFrozenDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The instances in the order of their declaration.</summary>
    public IReadOnlyList<CimInstance> Instances { get; } = [.. instances];
}
