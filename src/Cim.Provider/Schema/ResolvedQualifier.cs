namespace Cim.Provider.Schema;

/// <summary>A qualifier as it holds on an element of a resolved class: declared there, or handed down by a class above.</summary>
public sealed class ResolvedQualifier(CimQualifier qualifier, bool isPropagated) : CimElement(qualifier.Name)
{
    /// <summary>What it says.</summary>
    public CimValue Value => qualifier.Value;

    /// <summary>How it goes on.</summary>
    public CimFlavor Flavor => qualifier.Flavor;

    /// <summary>Whether a class above declared it.</summary>
    public bool IsPropagated { get; } = isPropagated;

    /// <summary>The qualifier as it was declared.</summary>
    public CimQualifier Declared => qualifier;
}
