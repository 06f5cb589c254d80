using Hypervisor.Native;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Pools;

/// <summary>
/// Writes the CPU pools of a host as its hypervisor has them: which are active, and whose the CPUs are. Pools that
/// another toolstack made, or a call that a crash cut off, become objects; pools that are gone are not active.
/// </summary>
internal sealed class PoolAdoption(Changes changes, HostFacts facts, IReadOnlyList<PoolConfig> present)
{
    private readonly Ref<Host> host = new(facts.Id);

    /// <summary>Writes them.</summary>
    public void Write()
    {
        var owners = new Dictionary<int, Ref<CpuPool>>();
        foreach (var pool in present)
        {
            WriteActive(pool);
            foreach (var cpu in pool.Cpus)
            {
                owners[cpu] = new(pool.Id);
            }
        }

        foreach (var reference in changes.Get(host).HostCpus)
        {
            var cpu = changes.Get(reference);
            changes.Put(cpu with { CpuPool = owners.TryGetValue((int)cpu.Number, out var owner) ? [owner] : [] });
        }

        foreach (var reference in changes.Get(host).ResidentCpuPools)
        {
            var pool = changes.Get(reference);
            if (pool.Activated && !present.Any(there => there.Id == pool.Id))
            {
                changes.Put(pool with { Activated = false });
            }
        }
    }

    private void WriteActive(PoolConfig pool)
    {
        if (changes.Find(new Ref<CpuPool>(pool.Id)) is { } known)
        {
            changes.Put(known with { Activated = true });
            return;
        }

        var name = CpuPool.Allowed(pool.Name);
        changes.Put(new CpuPool
        {
            Id = pool.Id,
            NameLabel = changes.All<CpuPool>().Any(other => other.NameLabel == name) ? $"{name}:{pool.Id}" : name,
            ResidentOn = host,
            AutoPowerOn = pool.Id == facts.DefaultPool,
            Ncpu = Math.Max(1, pool.Cpus.Count),
            SchedPolicy = pool.Scheduler,
            Activated = true,
        });
    }
}
