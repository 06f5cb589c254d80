namespace Cim.Provider.Schema;

/// <summary>A qualifier as it stands on an element (DSP0004 §5.6.1).</summary>
public sealed class CimQualifier(string name, CimValue value, CimFlavor flavor, string? place = null) : CimElement(name)
{
    /// <summary>What it says.</summary>
    public CimValue Value { get; } = value;

    /// <summary>How it goes on: the flavor of its type with what the place of use changed.</summary>
    public CimFlavor Flavor { get; } = flavor;

    /// <summary>The file, line and column of a qualifier that carries a mapping, which is bound when the text is gone; null of any other.</summary>
    public string? Place { get; } = place;
}
