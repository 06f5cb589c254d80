using System.Collections.Frozen;
using Hypervisor.Native;
using Microsoft.Extensions.Logging;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Pools;

/// <summary>
/// The CPU pools of the hosts. There is one hand for all pools of a host, because they share its CPUs. The hypervisor
/// is told first and the commit follows: what a crash leaves between them is found again at the next start, where the
/// hypervisor is right.
/// </summary>
internal sealed partial class PoolRoom(Engine engine, ILogger<PoolRoom> log)
{
    private readonly FrozenDictionary<Guid, SemaphoreSlim> hands =
        engine.Hosts.All.ToFrozenDictionary(place => place.Facts.Id, _ => new SemaphoreSlim(1, 1));

    /// <summary>Does something with a pool when the hand of its host is free. Cancelling ends the waiting, not the deed.</summary>
    public Task DoAsync(Ref<CpuPool> pool, Func<CpuPool, HostPlace, Task> deed, CancellationToken cancelled)
    {
        var place = engine.Hosts.Of(engine.Store.Current.Get(pool).ResidentOn);
        return InTurnAsync(place, () => deed(engine.Store.Current.Get(pool), place), cancelled);
    }

    /// <summary>Takes CPUs and makes the pool active.</summary>
    public Task ActivateAsync(Ref<CpuPool> self, CancellationToken cancelled) => DoAsync(self, ActivateAsync, cancelled);

    /// <summary>Gives the CPUs back.</summary>
    public Task DeactivateAsync(Ref<CpuPool> self, CancellationToken cancelled) => DoAsync(
        self,
        async (pool, place) =>
        {
            if (!pool.Activated)
            {
                throw Errors.PoolBadState("deactivated");
            }

            if (pool.StartedVms.Count > 0)
            {
                throw Errors.PoolBadState("in use");
            }

            await GiveAsync(place, h => h.DestroyPoolAsync(pool.Id), busy: Errors.PoolBadState("in use")).ConfigureAwait(false);
            await engine.Store.CommitAsync(changes =>
            {
                foreach (var cpu in changes.Get(self).HostCpus)
                {
                    changes.Put(changes.Get(cpu) with { CpuPool = [] });
                }

                changes.Put(changes.Get(self) with { Activated = false });
            }).ConfigureAwait(false);
        },
        cancelled);

    /// <summary>Brings the pools of all hosts in step at start.</summary>
    public async Task LookAsync()
    {
        foreach (var place in engine.Hosts.All)
        {
            await LookAsync(place, hasBooted: engine.Store.Current.Get(place.Host).BootId != place.Facts.BootId).ConfigureAwait(false);
        }
    }

    /// <summary>Brings the pools in step with the hypervisor of their host; those that go on with it are activated after it booted.</summary>
    public async Task LookAsync(HostPlace place, bool hasBooted)
    {
        await InTurnAsync(
            place,
            () =>
            {
                var present = place.Hypervisor.Pools();
                return engine.Store.CommitAsync(changes => new PoolAdoption(changes, place.Facts, present).Write());
            },
            engine.Stopping).ConfigureAwait(false);
        foreach (var pool in hasBooted ? engine.Store.Current.Get(place.Host).ResidentCpuPools : default)
        {
            if (engine.Store.Current.Find(pool) is { AutoPowerOn: true, Activated: false })
            {
                try
                {
                    await ActivateAsync(pool, engine.Stopping).ConfigureAwait(false);
                }
                catch (ApiError e)
                {
                    LogNotActivated(pool.Id, e);
                }
            }
        }
    }

    /// <summary>Gives an order about a pool; a pool or CPU that is in use or gone is told in the words of the call.</summary>
    public static async Task GiveAsync(HostPlace place, Func<IHypervisor, Task> order, ApiError busy)
    {
        try
        {
            await place.Orders.GiveAsync((h, _) => order(h)).ConfigureAwait(false);
        }
        catch (ApiError e) when (e.InnerException is HypervisorException
        {
            Fault: HypervisorFault.Busy or HypervisorFault.BadState or HypervisorFault.NotFound or HypervisorFault.OutOfResources,
        })
        {
            throw busy.Because(e.InnerException!);
        }
    }

    private async Task InTurnAsync(HostPlace place, Func<Task> deed, CancellationToken cancelled)
    {
        var hand = hands[place.Facts.Id];
        await hand.WaitAsync(cancelled).ConfigureAwait(false);
        try
        {
            await deed().ConfigureAwait(false);
        }
        finally
        {
            hand.Release();
        }
    }

    private async Task ActivateAsync(CpuPool pool, HostPlace place)
    {
        if (pool.Activated)
        {
            throw Errors.PoolBadState("activated");
        }

        if (!place.Facts.Schedulers.Contains(pool.SchedPolicy))
        {
            throw Errors.UnknownSchedPolicy();
        }

        var free = Free(place);
        if (free.Count < pool.Ncpu)
        {
            throw Errors.InsufficientCpus(pool.Ncpu, free.Count);
        }

        // Those that its owner wishes come first.
        var proposed = pool.ProposedCpus.Select(cpu => int.Parse(cpu, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        var taken = free.OrderBy(cpu => proposed.Contains(cpu) ? 0 : 1).ThenBy(cpu => cpu).Take((int)pool.Ncpu).ToList();
        await GiveAsync(
            place,
            h => h.CreatePoolAsync(new(pool.Id, FreeName(h, pool), pool.SchedPolicy, taken)),
            busy: Errors.InsufficientCpus(pool.Ncpu, Free(place).Count)).ConfigureAwait(false);
        var self = new Ref<CpuPool>(pool.Id);
        await engine.Store.CommitAsync(changes =>
        {
            foreach (var cpu in taken)
            {
                changes.Put(changes.Get(new Ref<HostCpu>(HostAdoption.CpuId(place.Facts, cpu))) with { CpuPool = [self] });
            }

            changes.Put(changes.Get(self) with { Activated = true });
        }).ConfigureAwait(false);
    }

    // A pool that is renamed while it is active keeps its name in the hypervisor, where names are unique.
    private static string FreeName(IHypervisor hypervisor, CpuPool pool) =>
        hypervisor.Pools().Any(other => other.Name == pool.NameLabel) ? $"{pool.NameLabel}:{pool.Id}" : pool.NameLabel;

    // The hypervisor is asked and not the store: other toolstacks may have pools too.
    private static List<int> Free(HostPlace place) =>
        [.. place.Facts.Cpus.Select(cpu => cpu.Number).Except(place.Hypervisor.Pools().SelectMany(pool => pool.Cpus))];

    [LoggerMessage(30, LogLevel.Warning, "CPU pool {Pool} could not be activated with its host.")]
    private partial void LogNotActivated(Guid? pool, Exception cause);
}
