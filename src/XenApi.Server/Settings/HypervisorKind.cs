namespace XenApi.Server.Settings;

/// <summary>What runs the machines.</summary>
internal enum HypervisorKind
{
    /// <summary>Nothing does: a host is played.</summary>
    Simulated,

    /// <summary>The Xen of this host.</summary>
    Xen,
}
