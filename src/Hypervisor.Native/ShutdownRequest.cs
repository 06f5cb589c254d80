namespace Hypervisor.Native;

/// <summary>What a guest or a host is asked to do.</summary>
public enum ShutdownRequest
{
    /// <summary>Turn off.</summary>
    PowerOff,

    /// <summary>Start anew.</summary>
    Reboot,
}
