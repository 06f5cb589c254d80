using Hypervisor.Native;
using XenApi.Core.Calls;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Moving;

namespace XenApi.Core.Machines;

/// <summary>
/// Takes a running machine to a host of another server. Its record stays, halted, and says where it went: as long as it does, the
/// machine is not started with its host.
/// </summary>
internal sealed class MachineDeparture(Machine machine, Caller caller)
{
    private Engine Engine => machine.Engine;

    /// <summary>Takes it there.</summary>
    /// <param name="now">The machine.</param>
    /// <param name="to">The other host.</param>
    /// <param name="live">Whether it runs on meanwhile.</param>
    /// <param name="changesHome">Whether its record is removed then.</param>
    public async Task GoAsync(Vm now, MoveAddress to, bool live, bool changesHome)
    {
        // Before it goes: where the server dies on the way, the next look finds a domain that lives on here, or this.
        await caller.CommitAsync(changes => changes.Put(changes.Get(machine.Vm).MovedTo(to.Host))).ConfigureAwait(false);
        await machine.Place(now).Orders.GiveLongAsync((h, stop) => SendAsync(h, now.Id, to, live, stop), caller.Cancelled).ConfigureAwait(false);
        await caller.CommitAsync(changes => Write(changes, changesHome)).ConfigureAwait(false);
        Engine.BootFiles.Sweep();
    }

    private async Task SendAsync(IHypervisor hypervisor, Guid domain, MoveAddress to, bool live, CancellationToken stop)
    {
        await using var connection = await MoveConnection.OpenAsync(to, Engine.Setup.Moves, Engine.Time, stop).ConfigureAwait(false);
        await hypervisor.SendAsync(domain, connection.Peer, live, caller.Progress, stop).ConfigureAwait(false);
    }

    private void Write(Changes changes, bool changesHome)
    {
        Presence.Erase(changes, machine.Vm);
        var gone = changes.Get(machine.Vm);
        if ((changesHome || gone.IsTransient) && gone is { CrashDumps.Count: 0, BackendVtpms.Count: 0 })
        {
            MachineRemoval.Write(changes, gone);
        }
    }
}
