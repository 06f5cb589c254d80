namespace Hypervisor.Native;

/// <summary>What a host uses at one moment.</summary>
/// <param name="FreeMemoryBytes">The memory that no domain has.</param>
/// <param name="CpuLoad">The part of the time that each CPU ran lately, from 0 to 1, by number.</param>
/// <param name="Nics">What each interface moves, by device.</param>
public sealed record HostSample(long FreeMemoryBytes, IReadOnlyList<double> CpuLoad, IReadOnlyDictionary<string, Flow> Nics);
