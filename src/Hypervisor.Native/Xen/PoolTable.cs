using System.Text.Json;

namespace Hypervisor.Native.Xen;

/// <summary>The CPU pools: Xen numbers them, and keeps their identities in xenstore.</summary>
internal sealed class PoolTable(LibxlContext xen, XenStore store, Guid host)
{
    private const uint FirstPool = 0;
    private const uint AnyNumber = uint.MaxValue;

    /// <summary>The identity of the pool that Xen starts with.</summary>
    public Guid Default { get; } = NamedUuid.Of(host, "Pool-0");

    /// <summary>The identity of a pool. One that another toolstack made without any gets one that follows from its number.</summary>
    public Guid IdOf(uint number) => number == FirstPool ? Default
        : Guid.TryParse(store.Read($"/local/pool/{number}/uuid"), out var id) ? id : NamedUuid.Of(host, $"pool {number}");

    /// <summary>The number of a pool; an error where there is none.</summary>
    public uint NumberOf(Guid id) => Infos().Select(info => (uint)info.Number("poolid")).Where(number => IdOf(number) == id).Cast<uint?>().FirstOrDefault()
        ?? throw new HypervisorException(HypervisorFault.NotFound, $"There is no CPU pool {id}.");

    /// <summary>The name of a pool; null for the one that Xen starts with.</summary>
    public string? NameOf(Guid id) => id == Default ? null : Infos().First(info => IdOf((uint)info.Number("poolid")) == id).Text("pool_name");

    /// <summary>All pools.</summary>
    public IReadOnlyList<PoolConfig> All() => [.. Infos().Select(Describe)];

    /// <summary>Makes a pool of CPUs that belong to none.</summary>
    public void Create(PoolConfig pool)
    {
        if (Libxl.libxl_scheduler_from_string(pool.Scheduler, out var scheduler) != 0)
        {
            throw new HypervisorException(HypervisorFault.Invalid, $"Xen has no scheduler {pool.Scheduler}.");
        }

        var id = LibxlUuid.Of(pool.Id);
        var number = AnyNumber;
        xen.Ask($"make the CPU pool {pool.Name}", null, () => Libxl.libxl_cpupool_create(xen.Handle, pool.Name, scheduler, default, ref id, ref number));
        try
        {
            foreach (var cpu in pool.Cpus)
            {
                AddCpu(number, cpu);
            }
        }
        catch
        {
            _ = Libxl.libxl_cpupool_destroy(xen.Handle, number);
            throw;
        }
    }

    /// <summary>Ends a pool that has no domain.</summary>
    public void Destroy(Guid pool)
    {
        var number = NumberOf(pool);
        xen.Ask("end the CPU pool", null, () => Libxl.libxl_cpupool_destroy(xen.Handle, number));
    }

    /// <summary>Adds a free CPU to a pool.</summary>
    public void AddCpu(Guid pool, int cpu) => AddCpu(NumberOf(pool), cpu);

    /// <summary>Takes a CPU from a pool.</summary>
    public void RemoveCpu(Guid pool, int cpu)
    {
        var number = NumberOf(pool);
        xen.Ask($"take CPU {cpu} from its pool", null, () => Libxl.libxl_cpupool_cpuremove(xen.Handle, number, cpu));
    }

    /// <summary>Moves a domain to a pool.</summary>
    public void Move(uint domain, Guid pool)
    {
        var number = NumberOf(pool);
        xen.Ask("move the domain to another CPU pool", domain, () => Libxl.libxl_cpupool_movedomain(xen.Handle, number, domain));
    }

    private void AddCpu(uint pool, int cpu) => xen.Ask($"add CPU {cpu} to a pool", null, () => Libxl.libxl_cpupool_cpuadd(xen.Handle, pool, cpu));

    private IReadOnlyList<JsonElement> Infos()
    {
        var list = Libxl.libxl_list_cpupool(xen.Handle, out var count);
        return xen.Read(xen.Types.PoolInfo, list, count, Libxl.libxl_cpupoolinfo_list_free);
    }

    private PoolConfig Describe(JsonElement info)
    {
        var number = (uint)info.Number("poolid");
        return new(IdOf(number), info.Text("pool_name"), info.Text("sched"), [.. info.Items("cpumap").Select(cpu => cpu.GetInt32())]);
    }
}
