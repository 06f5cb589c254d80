namespace Hypervisor.Native.Simulated;

/// <summary>What is used at one moment, worked out when somebody looks.</summary>
internal sealed class Samples(LivingHost host)
{
    public HostSample OfHost()
    {
        var now = host.Now;
        var cpus = new double[host.Facts.Cpus.Count];
        lock (host.Gate)
        {
            foreach (var pool in host.Pools.All)
            {
                foreach (var cpu in pool.Config.Cpus)
                {
                    var mean = pool.Demand / pool.Config.Cpus.Count;
                    cpus[cpu] = Math.Clamp(mean * host.Load.Swing($"cpu {cpu}", now), 0, 1);
                }
            }

            var nics = host.Facts.Nics.ToDictionary(
                nic => nic.Device,
                nic => host.Bridges.Of(nic.Device) is { } bridge ? GuestLoad.Times(host.Tally.OfBridge(bridge), host.Load.Swing(nic.Device, now)) : default);
            return new(host.Ledger.FreeBytes, cpus, nics);
        }
    }

    public DomainSample? OfDomain(Guid domain)
    {
        if (host.Find(domain) is not { } living)
        {
            return null;
        }

        var now = host.Now;
        var config = living.Domain.Config;
        var hasBooted = host.Life.IsUp(living, now);
        var pool = host.Pools.Find(living.Domain.Pool) ?? host.Pools.Get(host.Facts.DefaultPool);
        return new(
            config.MemoryBytes,
            [.. Enumerable.Range(0, config.Vcpus).Select(vcpu => host.Load.Vcpu(living, vcpu, pool, hasBooted, now))],
            config.Disks.ToDictionary(disk => disk.Device, disk => host.Load.Disk(living, disk, hasBooted, now)),
            config.Nics.ToDictionary(nic => nic.Device, nic => host.Load.Nic(living, nic, hasBooted, now)),
            hasBooted && !living.Habits.IsSilent ? host.Load.Report(living) : null);
    }
}
