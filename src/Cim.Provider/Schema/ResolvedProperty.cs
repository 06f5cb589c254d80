namespace Cim.Provider.Schema;

/// <summary>A property of a resolved class: declared by it, or by a class above.</summary>
public sealed class ResolvedProperty(CimProperty declared, int index, string origin, bool isPropagated, NamedList<ResolvedQualifier> qualifiers)
    : ResolvedElement(declared.Name, qualifiers)
{
    /// <summary>Its place among the properties of the class: a class above has it at the same place.</summary>
    public int Index { get; } = index;

    /// <summary>The class that introduced it; an override does not change this (DSP0201 CLASSORIGIN).</summary>
    public string ClassOrigin { get; } = origin;

    /// <summary>Whether the class itself says nothing of it.</summary>
    public bool IsPropagated { get; } = isPropagated;

    /// <summary>The type of its values.</summary>
    public CimSlot Slot => declared.Slot;

    /// <summary>The value of a new instance that says nothing.</summary>
    public CimValue Default => declared.Default;

    /// <summary>Whether it is a reference.</summary>
    public bool IsReference => declared.IsReference;

    /// <summary>Whether it is a key.</summary>
    public bool IsKey { get; } = qualifiers.Find("Key") is { Value: { Type: CimType.Boolean, IsNull: false, Boolean: true } };

    /// <summary>The nearest declaration of it.</summary>
    public CimProperty Declared => declared;
}
