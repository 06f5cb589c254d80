namespace Cim.Provider.Schema;

/// <summary>The type of a property or a parameter, with all that belongs to it.</summary>
/// <param name="Type">The type of values.</param>
/// <param name="ArraySize">The most items of an array; null where there is no bound.</param>
/// <param name="ReferenceClass">The class that a reference leads to; null where it is none.</param>
public readonly record struct CimSlot(CimType Type, int? ArraySize = null, string? ReferenceClass = null)
{
    /// <summary>Whether values are references.</summary>
    public bool IsReference => Type.Item == CimType.Reference;

    /// <summary>The type as MOF spells it.</summary>
    public override string ToString() =>
        (ReferenceClass is { } target ? $"{target} REF" : Type.Item.MofName) + (Type.IsArray ? $"[{ArraySize}]" : "");
}
