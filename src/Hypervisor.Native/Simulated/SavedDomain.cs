namespace Hypervisor.Native.Simulated;

/// <summary>What stands at the beginning of a saved domain.</summary>
/// <param name="Config">Its configuration when it was saved.</param>
/// <param name="Ran">How long its guest had run.</param>
/// <param name="IsDeaf">Whether its guest answers no more to a shutdown.</param>
internal sealed record SavedDomain(DomainConfig Config, TimeSpan Ran, bool IsDeaf);
