namespace Cim.Provider.Schema;

/// <summary>A property of a class; in an association it may be a reference (DSP0004 §5.1.2.8, §5.1.2.11).</summary>
public sealed class CimProperty(string name, CimSlot slot, CimValue standard, NamedList<CimQualifier> qualifiers) : QualifiedElement(name, qualifiers)
{
    /// <summary>The type of its values.</summary>
    public CimSlot Slot { get; } = slot;

    /// <summary>The value of a new instance that says nothing; NULL where there is none.</summary>
    public CimValue Default { get; } = standard;

    /// <summary>Whether it is a reference.</summary>
    public bool IsReference => Slot.IsReference;
}
