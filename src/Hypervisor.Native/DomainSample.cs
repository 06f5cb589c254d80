namespace Hypervisor.Native;

/// <summary>What a domain uses at one moment.</summary>
/// <param name="MemoryBytes">The memory it has.</param>
/// <param name="Vcpus">Its virtual CPUs that are online.</param>
/// <param name="Disks">What each disk moves, by device.</param>
/// <param name="Nics">What each interface moves, by device.</param>
/// <param name="Guest">What the guest reports of itself; null before it has booted, or where it reports nothing.</param>
public sealed record DomainSample(
    long MemoryBytes, IReadOnlyList<VcpuSample> Vcpus, IReadOnlyDictionary<string, Flow> Disks, IReadOnlyDictionary<string, Flow> Nics, GuestReport? Guest);
