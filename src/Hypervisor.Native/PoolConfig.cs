namespace Hypervisor.Native;

/// <summary>A CPU pool.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Scheduler">credit, credit2 or another that the host knows.</param>
/// <param name="Cpus">The numbers of its CPUs.</param>
public sealed record PoolConfig(Guid Id, string Name, string Scheduler, IReadOnlyList<int> Cpus);
