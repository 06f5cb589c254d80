namespace Cim.Provider.Schema;

/// <summary>The kinds of elements that a qualifier may stand on (DSP0004 §5.6.1.3).</summary>
[Flags]
public enum CimScope
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A class that is neither association nor indication.</summary>
    Class = 1,

    /// <summary>An association.</summary>
    Association = 2,

    /// <summary>An indication.</summary>
    Indication = 4,

    /// <summary>A property that is no reference.</summary>
    Property = 8,

    /// <summary>A reference of an association.</summary>
    Reference = 16,

    /// <summary>A method.</summary>
    Method = 32,

    /// <summary>A parameter of a method.</summary>
    Parameter = 64,

    /// <summary>The declaration of a qualifier type: of early revisions.</summary>
    Qualifier = 128,

    /// <summary>Everything.</summary>
    Any = Class | Association | Indication | Property | Reference | Method | Parameter,
}
