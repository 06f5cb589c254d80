namespace Hypervisor.Native.Simulated;

/// <summary>
/// What all running domains of a host use together, kept in step at each change, so that looking at a host costs the
/// same with one domain and with many. Used under the host's lock.
/// </summary>
internal sealed class LoadTally(GuestLoad load, PoolTable pools)
{
    private readonly Dictionary<string, Flow> bridges = new(StringComparer.Ordinal);

    /// <summary>What the domains on a bridge move on average.</summary>
    public Flow OfBridge(string bridge) => bridges.GetValueOrDefault(bridge);

    /// <summary>Counts a domain as it is now instead of as it was.</summary>
    public void Move(LivingDomain? before, LivingDomain? after)
    {
        Count(before, -1);
        Count(after, 1);
    }

    private void Count(LivingDomain? living, int by)
    {
        if (living is not { Domain.State: DomainState.Running })
        {
            return;
        }

        var config = living.Domain.Config;
        if (pools.Find(living.Domain.Pool) is { } pool)
        {
            pool.Demand = Math.Max(0, pool.Demand + (by * load.Cpu(living) * config.Vcpus));
        }

        foreach (var nic in config.Nics)
        {
            var (sum, own) = (bridges.GetValueOrDefault(nic.Bridge), load.Nic(living.Id, nic));
            bridges[nic.Bridge] = new(
                Math.Max(0, sum.ReadKiBPerSecond + (by * own.ReadKiBPerSecond)), Math.Max(0, sum.WriteKiBPerSecond + (by * own.WriteKiBPerSecond)));
        }
    }
}
