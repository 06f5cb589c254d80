namespace Cim.Provider.Schema;

/// <summary>A parameter of a method (DSP0004 §5.1.2.10).</summary>
public sealed class CimParameter(string name, CimSlot slot, NamedList<CimQualifier> qualifiers) : QualifiedElement(name, qualifiers)
{
    /// <summary>The type of its values.</summary>
    public CimSlot Slot { get; } = slot;
}
