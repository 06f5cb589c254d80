namespace Hypervisor.Native;

/// <summary>What a device moves.</summary>
/// <param name="ReadKiBPerSecond">Read from a disk, or received by an interface.</param>
/// <param name="WriteKiBPerSecond">Written to a disk, or sent by an interface.</param>
public readonly record struct Flow(double ReadKiBPerSecond, double WriteKiBPerSecond)
{
    /// <summary>All that an interface of a domain has received since the domain has it, in KiB.</summary>
    public double ReadKiB { get; init; }

    /// <summary>All that an interface of a domain has sent since the domain has it, in KiB.</summary>
    public double WriteKiB { get; init; }
}
