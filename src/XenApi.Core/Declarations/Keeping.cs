namespace XenApi.Core.Declarations;

/// <summary>Where the objects of a class live.</summary>
public enum Keeping
{
    /// <summary>In the snapshot and in the journal.</summary>
    Durable,

    /// <summary>In the snapshot only: metrics, which change often and can be measured again.</summary>
    Memory,

    /// <summary>Not in the store: sessions and events, whose rooms answer for them.</summary>
    Elsewhere,
}
