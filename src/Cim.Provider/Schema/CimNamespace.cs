using System.Collections.Frozen;

namespace Cim.Provider.Schema;

/// <summary>A namespace and what is declared in it.</summary>
public sealed class CimNamespace : CimElement
{
    /// <summary>A namespace of declarations whose names differ.</summary>
    public CimNamespace(string name, IEnumerable<CimQualifierType> qualifierTypes, IEnumerable<CimClass> classes, IEnumerable<CimInstance> instances)
        : this(name, Frozen(qualifierTypes), Frozen(classes), [.. instances])
    {
    }

    private CimNamespace(
        string name, FrozenDictionary<string, CimQualifierType> qualifierTypes, FrozenDictionary<string, CimClass> classes, IReadOnlyList<CimInstance> instances)
        : base(name) => (QualifierTypes, Classes, Instances) = (qualifierTypes, classes, instances);

    /// <summary>The qualifier types by name.</summary>
    public FrozenDictionary<string, CimQualifierType> QualifierTypes { get; }

    /// <summary>The classes by name.</summary>
    public FrozenDictionary<string, CimClass> Classes { get; }

    /// <summary>The instances in the order of their declaration.</summary>
    public IReadOnlyList<CimInstance> Instances { get; }

    /// <summary>This and more: a declaration of the same name takes the place of the former one. What nothing is added to is shared.</summary>
    public CimNamespace With(CimNamespace more) => new(
        Name,
        With(QualifierTypes, more.QualifierTypes),
        With(Classes, more.Classes),
        more.Instances.Count == 0 ? Instances : [.. Instances, .. more.Instances]);

    private static FrozenDictionary<string, T> With<T>(FrozenDictionary<string, T> here, FrozenDictionary<string, T> more)
        where T : CimElement => more.Count == 0 ? here : Frozen(here.Values.Where(one => !more.ContainsKey(one.Name)).Concat(more.Values));

    private static FrozenDictionary<string, T> Frozen<T>(IEnumerable<T> elements)
        where T : CimElement => elements.ToFrozenDictionary(element => element.Name, StringComparer.OrdinalIgnoreCase);
}
