namespace Hypervisor.Native;

/// <summary>Why a guest is down.</summary>
public enum DownReason
{
    /// <summary>It turned itself off.</summary>
    PowerOff,

    /// <summary>It wants to start anew.</summary>
    Reboot,

    /// <summary>It saved itself.</summary>
    Suspend,

    /// <summary>It crashed.</summary>
    Crash,
}
