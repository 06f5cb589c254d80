using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>An instance as it is served: its class, and a value for every property of the class.</summary>
/// <remarks>It belongs to one snapshot and is read by one request.</remarks>
public abstract class Instance(ResolvedClass c)
{
    private CimObjectPath? path;

    /// <summary>The class that it is an instance of: a leaf, never a class above.</summary>
    public ResolvedClass Class { get; } = c;

    /// <summary>Tells which properties have one value for all instances that have the same of these; null where nothing is known of it.</summary>
    public virtual ISameness? Same => null;

    /// <summary>The value of a property, by its place in the class; NULL is a value too.</summary>
    public abstract CimValue this[int property] { get; }

    /// <summary>The value of a property by its name; NULL where the class has none.</summary>
    public CimValue this[string property] => Class.Properties.Find(property) is { } found ? this[found.Index] : CimValue.Null(CimType.String);

    /// <summary>Its path, without host and namespace; the keys are in the order of the class.</summary>
    public CimObjectPath Path => path ??= new(null, null, Class.Name, new([.. Class.Keys.Select(key => new CimPropertyValue(key.Name, this[key.Index]))]));
}
