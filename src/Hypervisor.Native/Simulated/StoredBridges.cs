namespace Hypervisor.Native.Simulated;

/// <summary>What is kept of the bridges of a host.</summary>
/// <param name="Bridges">Their names.</param>
/// <param name="Nics">The interfaces that are joined to them.</param>
internal sealed record StoredBridges(IReadOnlyList<string> Bridges, IReadOnlyList<HostNicConfig> Nics);
