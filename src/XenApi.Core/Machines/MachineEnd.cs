using Hypervisor.Native;
using Microsoft.Extensions.Logging;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Tasks;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>The end of a domain, and what follows: as ordered, or as the machine's <c>actions_after_*</c> say.</summary>
internal sealed partial class MachineEnd(Machine machine)
{
    private Engine Engine => machine.Engine;

    /// <summary>Ends the domain whatever its guest does, and throws away what an image holds of its memory.</summary>
    public async Task StopAsync()
    {
        if (machine.Find() is { PowerState: VmPowerState.Halted })
        {
            return;
        }

        await DestroyDomainAsync().ConfigureAwait(false);
        await HaltAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the domain and makes a new one on the same host.</summary>
    public async Task RestartAsync(HostPlace place, IProgress<double> progress, CancellationToken cancelled)
    {
        await DestroyDomainAsync().ConfigureAwait(false);
        await Engine.Store.CommitAsync(changes => Presence.Erase(changes, machine.Vm)).ConfigureAwait(false);
        await new MachineStart(machine).BringUpAsync(Engine.Store.Current.Get(machine.Vm), place, false, progress, cancelled).ConfigureAwait(false);
    }

    /// <summary>Writes that the machine is halted. One that was only wanted for as long as it ran is gone then.</summary>
    public async Task HaltAsync()
    {
        var image = machine.Find()?.SuspendVdi ?? Ref<Vdi>.Null;
        await Engine.Store.CommitAsync(changes =>
        {
            Presence.Erase(changes, machine.Vm);
            if (changes.Get(machine.Vm) is { IsTransient: true, CrashDumps.Count: 0, BackendVtpms.Count: 0 } transient)
            {
                MachineRemoval.Write(changes, transient);
            }
        }).ConfigureAwait(false);
        await new MemoryImage(machine).DiscardAsync(image).ConfigureAwait(false);
    }

    /// <summary>Does what the machine says is to follow when its guest is down.</summary>
    public async Task FollowAsync(Vm vm, HostPlace place, Domain domain)
    {
        var action = ActionAfter(vm, domain.DownReason);
        if (domain.DownReason == DownReason.Crash && Restarts(action) && Engine.Time.GetUtcNow() - domain.StartedAt < Engine.Setup.ShortestLife)
        {
            LogCrashesForEver(machine.Log, vm.NameLabel, vm.Id, Engine.Setup.ShortestLife.TotalSeconds);
            action = OnCrashBehaviour.Destroy;
        }

        if (action is OnCrashBehaviour.CoredumpAndDestroy or OnCrashBehaviour.CoredumpAndRestart)
        {
            await new CrashDump(machine).TryMakeAsync(vm, place, domain).ConfigureAwait(false);
        }

        switch (action)
        {
            case OnCrashBehaviour.Preserve:
                await Engine.Store.CommitAsync(changes => Presence.Write(changes, machine.Vm, place, domain)).ConfigureAwait(false);
                break;
            case OnCrashBehaviour.RenameRestart:
                await SetAsideAsync(vm, place).ConfigureAwait(false);
                await TryRestartAsync(vm, place).ConfigureAwait(false);
                break;
            case OnCrashBehaviour.Restart or OnCrashBehaviour.CoredumpAndRestart:
                await TryRestartAsync(vm, place).ConfigureAwait(false);
                break;
            default:
                await StopAsync().ConfigureAwait(false);
                break;
        }
    }

    private static bool Restarts(OnCrashBehaviour action) =>
        action is OnCrashBehaviour.Restart or OnCrashBehaviour.CoredumpAndRestart or OnCrashBehaviour.RenameRestart;

    private static OnCrashBehaviour ActionAfter(Vm vm, DownReason reason) => reason switch
    {
        DownReason.Crash => vm.ActionsAfterCrash,
        DownReason.Reboot => Of(vm.ActionsAfterReboot),
        DownReason.Suspend => Of(vm.ActionsAfterSuspend),
        _ => Of(vm.ActionsAfterShutdown),
    };

    private static OnCrashBehaviour Of(OnNormalExit action) => action == OnNormalExit.Restart ? OnCrashBehaviour.Restart : OnCrashBehaviour.Destroy;

    // The crashed domain lives on as a machine of its own, with neither disks nor interfaces.
    private async Task SetAsideAsync(Vm vm, HostPlace place)
    {
        var id = Guid.NewGuid();
        var name = $"{vm.NameLabel}-{id}";
        var aside = await place.Orders.GiveAsync((h, _) => h.PreserveAsync(vm.Id, id, name)).ConfigureAwait(false);
        await Engine.Store.CommitAsync(changes => new Adoption(changes, place, aside).Write()).ConfigureAwait(false);
    }

    // Nobody waits for this restart but the machine's owner: a failure leaves the machine halted and is logged.
    private async Task TryRestartAsync(Vm vm, HostPlace place)
    {
        try
        {
            await RestartAsync(place, Progress.None, Engine.Stopping).ConfigureAwait(false);
        }
        catch (ApiError e)
        {
            LogNotRestarted(machine.Log, vm.NameLabel, vm.Id, e);
            await HaltAsync().ConfigureAwait(false);
        }
    }

    private async Task DestroyDomainAsync()
    {
        if (machine.Living() is { } found)
        {
            await found.Place.Orders.GiveAsync((h, _) => h.DestroyAsync(machine.Vm.Id!.Value)).ConfigureAwait(false);
        }
    }

    [LoggerMessage(28, LogLevel.Warning, "Machine {Name} ({Vm}) crashed within {Seconds} s of its start and is not started again.")]
    private static partial void LogCrashesForEver(ILogger log, string name, Guid vm, double seconds);

    [LoggerMessage(29, LogLevel.Error, "Machine {Name} ({Vm}) should have been started again, and could not be.")]
    private static partial void LogNotRestarted(ILogger log, string name, Guid vm, Exception cause);
}
