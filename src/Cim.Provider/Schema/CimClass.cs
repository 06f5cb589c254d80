namespace Cim.Provider.Schema;

/// <summary>A class, an association or an indication: what its own declaration says (DSP0004 §5.1.2.4 to §5.1.2.7).</summary>
public sealed class CimClass(
    string name,
    string? superclass,
    CimScope kind,
    NamedList<CimProperty> properties,
    NamedList<CimMethod> methods,
    NamedList<CimQualifier> qualifiers) : QualifiedElement(name, qualifiers)
{
    /// <summary>The name of the class above; null at the top.</summary>
    public string? Superclass { get; } = superclass;

    /// <summary>Class, association or indication, by its own qualifiers or those of the classes above.</summary>
    public CimScope Kind { get; } = kind;

    /// <summary>The properties and references that it adds or overrides.</summary>
    public NamedList<CimProperty> Properties { get; } = properties;

    /// <summary>The methods that it adds or overrides.</summary>
    public NamedList<CimMethod> Methods { get; } = methods;
}
