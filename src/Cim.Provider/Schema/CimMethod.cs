namespace Cim.Provider.Schema;

/// <summary>A method of a class (DSP0004 §5.1.2.9).</summary>
public sealed class CimMethod(string name, CimType returns, NamedList<CimParameter> parameters, NamedList<CimQualifier> qualifiers)
    : QualifiedElement(name, qualifiers)
{
    /// <summary>The type of what it returns.</summary>
    public CimType Returns { get; } = returns;

    /// <summary>Its parameters, in their order.</summary>
    public NamedList<CimParameter> Parameters { get; } = parameters;
}
