namespace Cim.Provider.Schema;

/// <summary>How a qualifier goes from a class to its subclasses (DSP0004 §5.6.1.2). What is not there is the opposite.</summary>
[Flags]
public enum CimFlavor
{
    /// <summary>Neither overridden (DisableOverride) nor handed on (Restricted).</summary>
    None = 0,

    /// <summary>A subclass may say something else.</summary>
    EnableOverride = 1,

    /// <summary>Subclasses have it too.</summary>
    ToSubclass = 2,

    /// <summary>Instances show it too: of early revisions, without meaning since.</summary>
    ToInstance = 4,

    /// <summary>Its text may be given in several languages.</summary>
    Translatable = 8,

    /// <summary>What holds where a declaration says nothing.</summary>
    Usual = EnableOverride | ToSubclass,
}
