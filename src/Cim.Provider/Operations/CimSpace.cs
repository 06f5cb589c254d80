using System.Collections.Frozen;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>A namespace as it is served: its schema, and where the instances of each class come from. Immutable.</summary>
/// <param name="Name">The name that answers bear.</param>
/// <param name="Classes">The classes.</param>
/// <param name="QualifierTypes">The qualifier types by name.</param>
/// <param name="Sources">The sources by the name of their class; a class without one has no instances of its own.</param>
/// <param name="Writers">What clients can do to instances, by the name of the class.</param>
public sealed record CimSpace(
    string Name,
    ClassTree Classes,
    FrozenDictionary<string, CimQualifierType> QualifierTypes,
    FrozenDictionary<string, IInstanceSource> Sources,
    FrozenDictionary<string, IInstanceWriter> Writers)
{
    /// <summary>The class; <see cref="CimStatus.InvalidClass"/> where there is none.</summary>
    public ResolvedClass Class(string name) => Classes.Find(name) ?? throw new CimException(CimStatus.InvalidClass, $"There is no class {name} in {Name}.");

    /// <summary>The source of the instances of exactly this class; null where it has none.</summary>
    public IInstanceSource? Source(ResolvedClass c) => Sources.GetValueOrDefault(c.Name);
}
