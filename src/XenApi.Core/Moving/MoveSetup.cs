using Hypervisor.Native.Moving;

namespace XenApi.Core.Moving;

/// <summary>How machines go to hosts of other servers, and come from them.</summary>
public sealed record MoveSetup
{
    /// <summary>The port where a XenCim receives, which was Xend's for that.</summary>
    public const int TlsPort = 8003;

    /// <summary>By SSH, to a host with xl; null where the hypervisor has nothing that xl could take.</summary>
    public SshSetup? Ssh { get; init; }

    /// <summary>By TLS, to and from another XenCim; null where it is not set up.</summary>
    public TlsIdentity? Tls { get; init; }

    /// <summary>How many machines may come at once.</summary>
    public int ArrivalsMost { get; init; } = 4;

    /// <summary>How long the other host is waited for.</summary>
    public MovePatience Patience { get; init; } = MovePatience.Usual;
}
