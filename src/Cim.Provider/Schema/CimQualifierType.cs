namespace Cim.Provider.Schema;

/// <summary>The declaration of a qualifier: its type, where it may stand and how it goes on (DSP0004 §5.6.1).</summary>
public sealed class CimQualifierType(string name, CimValue standard, int? arraySize, CimScope scope, CimFlavor flavor) : CimElement(name)
{
    /// <summary>The type of its values.</summary>
    public CimType Type => Default.Type;

    /// <summary>What holds where it does not stand.</summary>
    public CimValue Default { get; } = standard;

    /// <summary>The most items of an array; null where there is no bound.</summary>
    public int? ArraySize { get; } = arraySize;

    /// <summary>Where it may stand.</summary>
    public CimScope Scope { get; } = scope;

    /// <summary>How it goes on.</summary>
    public CimFlavor Flavor { get; } = flavor;
}
