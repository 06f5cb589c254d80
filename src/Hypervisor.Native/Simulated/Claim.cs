namespace Hypervisor.Native.Simulated;

/// <summary>What a domain takes of its host.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Config">Its configuration: memory and devices.</param>
/// <param name="Pool">Its CPU pool.</param>
internal sealed record Claim(Guid Domain, DomainConfig Config, Guid Pool)
{
    /// <summary>What a domain takes.</summary>
    public static Claim Of(LivingDomain living) => new(living.Id, living.Domain.Config, living.Domain.Pool);

    /// <summary>What a domain takes a second time while it moves: its disks it has already.</summary>
    public static Claim OfMove(DomainConfig config, Guid pool) => new(config.Id, config with { Disks = [], Pcis = [], Scsis = [] }, pool);
}
