namespace XenApi.Core.Declarations;

/// <summary>What a caller may do; each role includes the ones before it.</summary>
public enum Role
{
    /// <summary>Look, and keep a session of one's own.</summary>
    ReadOnly,

    /// <summary>Switch machines on and off and use their consoles.</summary>
    VmOperator,

    /// <summary>Make, change and remove machines and their devices.</summary>
    VmAdmin,

    /// <summary>Everything, hosts, storage and accounts included.</summary>
    PoolAdmin,
}
