namespace Cim.Provider.Mof;

/// <summary>How much a diagnostic weighs.</summary>
public enum MofSeverity
{
    /// <summary>Worth a look; the result stands.</summary>
    Warning,

    /// <summary>There is no result.</summary>
    Error,
}
