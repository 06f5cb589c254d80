namespace XenApi.Core.Declarations;

/// <summary>What a caller may do; each role includes the ones before it.</summary>
[XenEnum("role", "What an account may do; each role includes the ones before it.")]
public enum Role
{
    /// <summary>Look, and keep a session of one's own.</summary>
    [Wire("read-only", Since = ApiVersion.Xend)] ReadOnly,

    /// <summary>Switch machines on and off and use their consoles.</summary>
    [Wire("vm-operator", Since = ApiVersion.Xend)] VmOperator,

    /// <summary>Make, change and remove machines and their devices.</summary>
    [Wire("vm-admin", Since = ApiVersion.Xend)] VmAdmin,

    /// <summary>Everything, hosts, storage and accounts included.</summary>
    [Wire("pool-admin", Since = ApiVersion.Xend)] PoolAdmin,
}
