namespace Hypervisor.Native;

/// <summary>What a domain does.</summary>
public enum DomainState
{
    /// <summary>It runs, or would if a CPU were free.</summary>
    Running,

    /// <summary>Its virtual CPUs are stopped.</summary>
    Paused,

    /// <summary>Its guest is down; the domain waits to be destroyed.</summary>
    Down,
}
