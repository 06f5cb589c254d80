namespace Hypervisor.Native;

/// <summary>What a device moves.</summary>
/// <param name="ReadKiBPerSecond">Read from a disk, or received by an interface.</param>
/// <param name="WriteKiBPerSecond">Written to a disk, or sent by an interface.</param>
public readonly record struct Flow(double ReadKiBPerSecond, double WriteKiBPerSecond);
