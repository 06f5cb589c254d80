using System.Collections.Concurrent;
using Hypervisor.Native;
using Microsoft.Extensions.Logging;
using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Tasks;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>
/// The machines that something is being done with. Orders of clients and news of domains come into one queue per machine;
/// a queue lives only while there is something in it.
/// </summary>
internal sealed partial class MachineRoom(Engine engine, ILogger<MachineRoom> log)
{
    private static readonly TimeSpan LastJobs = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, MachineQueue> queues = new();

    /// <summary>Carries out an order when its turn has come, and answers what it answered.</summary>
    public Task<T> DoAsync<T>(Ref<Vm> vm, Func<Machine, Task<T>> order, CancellationToken cancelled = default)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(vm.Id!.Value, async machine =>
        {
            if (cancelled.IsCancellationRequested)
            {
                done.TrySetCanceled(cancelled);
                return;
            }

            try
            {
                done.TrySetResult(await order(machine).ConfigureAwait(false));
            }
            catch (Exception e)
            {
                done.TrySetException(e);
            }
        });
        return done.Task;
    }

    /// <summary>Carries out an order when its turn has come.</summary>
    public Task DoAsync(Ref<Vm> vm, Func<Machine, Task> order, CancellationToken cancelled = default) => DoAsync(
        vm,
        async machine =>
        {
            await order(machine).ConfigureAwait(false);
            return true;
        },
        cancelled);

    /// <summary>Waits until a machine is as wanted; null stands for a machine that is gone.</summary>
    public async Task WhenAsync(Ref<Vm> vm, Func<Vm?, bool> isWanted, CancellationToken cancelled)
    {
        Task? seen;
        do
        {
            seen = Queue(vm.Id!.Value).TryWatch(isWanted, cancelled);
        }
        while (seen is null);
        await seen.ConfigureAwait(false);
    }

    /// <summary>Has the machine looked after its domain, soon.</summary>
    public void Look(Guid domain) => Add(domain, async machine =>
    {
        try
        {
            await machine.LookAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Where the server stops, the next start looks again.
            if (!engine.Stopping.IsCancellationRequested)
            {
                LogNotLookedAfter(domain, e);
            }
        }
    });

    /// <summary>
    /// Brings all machines in step with the domains that live: at the start, and when news were missed. Those that need
    /// something done are looked after one by one; unknown domains are adopted together.
    /// </summary>
    public async Task LookAtAllAsync()
    {
        var strangers = engine.Hosts.All.SelectMany(place => place.Hypervisor.Domains()
            .Where(domain => domain.State != DomainState.Down && engine.Store.Current.Find(new Ref<Vm>(domain.Id)) is null)
            .Select(domain => (Place: place, Domain: domain))).ToList();
        if (strangers.Count > 0)
        {
            foreach (var (domain, reason) in await engine.Store.CommitAsync(changes => Adopt(changes, strangers)).ConfigureAwait(false))
            {
                LogNotAdopted(domain.Config.Name, domain.Id, reason);
            }
        }

        foreach (var vm in engine.Store.Current.All<Vm>())
        {
            if (!vm.IsControlDomain && Machine.NeedsLook(engine, vm))
            {
                Look(vm.Id);
            }
        }

        foreach (var place in engine.Hosts.All)
        {
            foreach (var domain in place.Hypervisor.Domains().Where(d => d.State == DomainState.Down))
            {
                Look(domain.Id);
            }
        }
    }

    /// <summary>Starts, after a host has booted anew, the halted machines that go on with it; each waits for its turn.</summary>
    public async Task PowerOnAsync()
    {
        var booted = engine.Hosts.All.Where(place => engine.Store.Current.Get(place.Host).BootId != place.Facts.BootId).ToList();
        if (booted.Count == 0)
        {
            return;
        }

        foreach (var vm in engine.Store.Current.All<Vm>().Where(vm => vm is { AutoPowerOn: true, IsATemplate: false, PowerState: VmPowerState.Halted, HasMoved: false }))
        {
            Add(vm.Id, async machine =>
            {
                try
                {
                    await new MachineStart(machine).RunAsync(false, Progress.None, engine.Stopping).ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    LogNotPoweredOn(vm.Id, e);
                }
            });
        }

        await engine.Store.CommitAsync(changes =>
        {
            foreach (var place in booted)
            {
                changes.Put(changes.Get(place.Host) with { BootId = place.Facts.BootId });
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Takes the news of one hypervisor for as long as the server runs.</summary>
    public async Task FollowAsync(HostPlace place)
    {
        try
        {
            await foreach (var news in place.Hypervisor.Events.ReadAllAsync(engine.Stopping).ConfigureAwait(false))
            {
                if (news.Kind == DomainEventKind.Missed)
                {
                    await LookAtAllAsync().ConfigureAwait(false);
                }
                else
                {
                    Look(news.Domain);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (Exception e)
        {
            LogNewsEnded(place.Facts.Name, e);
        }
    }

    /// <summary>Waits, while the server stops, until no machine is being worked on; not for ever.</summary>
    public async Task StopAsync()
    {
        try
        {
            await Task.WhenAll(queues.Values.Select(queue => queue.Working)).WaitAsync(LastJobs).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            LogStillBusy();
        }
    }

    // Other toolstacks allow what our rules do not: such a domain is left alone, and the others are taken in all the same.
    private static List<(Domain Domain, ApiError Reason)> Adopt(Changes changes, List<(HostPlace Place, Domain Domain)> strangers)
    {
        var devices = new FoundDevices(changes);
        var refused = new List<(Domain, ApiError)>();
        foreach (var (place, domain) in strangers)
        {
            try
            {
                new Adoption(changes, place, domain, devices).Write();
            }
            catch (ApiError e)
            {
                refused.Add((domain, e));
            }
        }

        return refused;
    }

    private void Add(Guid id, Func<Machine, Task> job)
    {
        while (!Queue(id).TryAdd(job))
        {
        }
    }

    private MachineQueue Queue(Guid id) => queues.GetOrAdd(id, id => new(new(engine, new(id), log), Forget));

    private void Forget(MachineQueue queue) => queues.TryRemove(new(queue.Machine.Vm.Id!.Value, queue));

    [LoggerMessage(20, LogLevel.Error, "Machine {Vm} could not be looked after; the next news or start tries again.")]
    private partial void LogNotLookedAfter(Guid vm, Exception cause);

    [LoggerMessage(24, LogLevel.Warning, "Domain {Name} ({Domain}) of another toolstack cannot be shown as a machine, and is left alone.")]
    private partial void LogNotAdopted(string name, Guid domain, Exception reason);

    [LoggerMessage(22, LogLevel.Error, "Machine {Vm} should start with its host, and could not.")]
    private partial void LogNotPoweredOn(Guid vm, Exception cause);

    [LoggerMessage(23, LogLevel.Warning, "Machines are still being worked on as the server stops; the next start brings them in step.")]
    private partial void LogStillBusy();

    [LoggerMessage(21, LogLevel.Critical, "No more news from the hypervisor of {Host}; restart the server.")]
    private partial void LogNewsEnded(string host, Exception cause);
}
