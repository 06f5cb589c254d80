using System.Collections.Concurrent;

namespace Hypervisor.Native.Simulated;

/// <summary>The CPU pools of a host: a CPU is in one of them, or free. Changed under the host's lock.</summary>
internal sealed class PoolTable
{
    private readonly HostFacts facts;
    private readonly ConcurrentDictionary<Guid, CpuPool> pools = new();

    public PoolTable(HostFacts facts)
    {
        this.facts = facts;
        Reset();
    }

    /// <summary>All of them, in no order.</summary>
    public ICollection<CpuPool> All => pools.Values;

    /// <summary>A pool; null where there is none.</summary>
    public CpuPool? Find(Guid id) => pools.GetValueOrDefault(id);

    /// <summary>A pool.</summary>
    public CpuPool Get(Guid id) => Find(id) ?? throw Refusal.NoPool(id);

    /// <summary>As it is after the start of the host: one pool with all CPUs.</summary>
    public void Reset()
    {
        var first = new PoolConfig(facts.DefaultPool, "Pool-0", facts.Scheduler, [.. facts.Cpus.Select(cpu => cpu.Number)]);
        pools[first.Id] = new(first);
        foreach (var id in pools.Keys.Where(id => id != first.Id))
        {
            Remove(id);
        }
    }

    /// <summary>The pool, if it can be made.</summary>
    public PoolConfig Made(PoolConfig pool)
    {
        if (pool.Id == Guid.Empty || string.IsNullOrWhiteSpace(pool.Name) || pool.Cpus.Count == 0 || pool.Cpus.Distinct().Count() != pool.Cpus.Count)
        {
            throw Refusal.Invalid("A CPU pool needs an identity, a name, and CPUs that are each named once.");
        }

        if (!facts.Schedulers.Contains(pool.Scheduler))
        {
            throw Refusal.Unsupported($"The host has no scheduler {pool.Scheduler}; it has {string.Join(", ", facts.Schedulers)}.");
        }

        if (pools.Values.Any(other => other.Config.Id == pool.Id || other.Config.Name == pool.Name))
        {
            throw Refusal.Busy($"There is a CPU pool {pool.Id} or {pool.Name} already.");
        }

        foreach (var cpu in pool.Cpus)
        {
            MustBeFree(cpu);
        }

        return pool with { Cpus = [.. pool.Cpus.Order()] };
    }

    /// <summary>The pool, if it can be ended.</summary>
    public PoolConfig Ended(Guid id) => id == facts.DefaultPool
        ? throw Refusal.BadState("The CPU pool that Xen starts with cannot be ended.")
        : Get(id) is { Domains: 0 } pool ? pool.Config : throw Refusal.BadState($"CPU pool {id} has domains.");

    /// <summary>The pool with another CPU.</summary>
    public PoolConfig With(Guid id, int cpu)
    {
        var pool = Get(id).Config;
        MustBeFree(cpu);
        return pool with { Cpus = [.. pool.Cpus.Append(cpu).Order()] };
    }

    /// <summary>The pool without a CPU.</summary>
    public PoolConfig Without(Guid id, int cpu)
    {
        var pool = Get(id).Config;
        if (!pool.Cpus.Contains(cpu))
        {
            throw Refusal.NotFound($"CPU {cpu} is not in CPU pool {id}.");
        }

        return pool.Cpus.Count == 1
            ? throw Refusal.BadState($"CPU {cpu} is the last of CPU pool {id}.")
            : pool with { Cpus = [.. pool.Cpus.Where(other => other != cpu)] };
    }

    /// <summary>Writes down a pool as it is now.</summary>
    public void Put(PoolConfig pool)
    {
        if (pools.TryGetValue(pool.Id, out var there))
        {
            there.Config = pool;
        }
        else
        {
            pools[pool.Id] = new(pool);
        }
    }

    /// <summary>Strikes out a pool.</summary>
    public void Remove(Guid id) => pools.TryRemove(id, out _);

    /// <summary>Counts a domain in or out.</summary>
    public void Count(Guid id, int by)
    {
        if (Find(id) is { } pool)
        {
            pool.Domains += by;
        }
    }

    private void MustBeFree(int cpu)
    {
        if (cpu < 0 || cpu >= facts.Cpus.Count)
        {
            throw Refusal.Invalid($"The host has no CPU {cpu}; it has 0 to {facts.Cpus.Count - 1}.");
        }

        if (pools.Values.FirstOrDefault(pool => pool.Config.Cpus.Contains(cpu)) is { } owner)
        {
            throw Refusal.Busy($"CPU {cpu} is in CPU pool {owner.Config.Name}.");
        }
    }
}
