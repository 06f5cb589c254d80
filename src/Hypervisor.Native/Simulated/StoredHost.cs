namespace Hypervisor.Native.Simulated;

/// <summary>What is kept of a host beside its domains, pools and interfaces.</summary>
/// <param name="BootId">The start of the host that they belong to.</param>
/// <param name="FirstStart">When the simulation of the host began.</param>
/// <param name="Seed">The seed of the world then.</param>
/// <param name="First">The host as it was described then; null where the host has been started anew since, which ended its first machines.</param>
/// <param name="Place">The place of the host in its world, from 0.</param>
internal sealed record StoredHost(string BootId, DateTimeOffset FirstStart, int Seed, SimulatedHost? First, int Place);
