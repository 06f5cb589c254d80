using Hypervisor.Native;
using XenApi.Core.Calls;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>
/// Asks a guest to turn off or to start anew, and waits until its domain has come to an end. The wait is not in the
/// machine's queue: other orders get through, and may well be what ends it.
/// </summary>
internal sealed class GuestRequest(Caller caller, Ref<Vm> vm)
{
    private const double WhenAsked = 0.1;

    private Engine Engine => caller.Engine;

    /// <summary>Asks it to turn off; what follows is for <c>actions_after_shutdown</c> to say.</summary>
    public async Task ShutDownAsync()
    {
        await using var asked = await AskAsync(MachineLife.CleanShutdown, ShutdownRequest.PowerOff).ConfigureAwait(false);
        await WhenDownAsync(asked.Lives).ConfigureAwait(false);
        if (Engine.Store.Current.Find(vm) is { PowerState: VmPowerState.Suspended or VmPowerState.Crashed } now)
        {
            throw Errors.VmBadPowerState(now.Id, VmPowerState.Running, now.PowerState);
        }
    }

    /// <summary>Asks it to start anew; what follows is for <c>actions_after_reboot</c> to say.</summary>
    public async Task RebootAsync()
    {
        await using var asked = await AskAsync(MachineLife.CleanReboot, ShutdownRequest.Reboot).ConfigureAwait(false);
        await WhenDownAsync(asked.Lives).ConfigureAwait(false);
        var now = Engine.Store.Current.Get(vm);
        if (now.Lives == asked.Lives && !(now.PowerState == VmPowerState.Halted && now.ActionsAfterReboot == OnNormalExit.Destroy))
        {
            throw Errors.VmBadPowerState(now.Id, VmPowerState.Running, now.PowerState);
        }
    }

    private Task<Asked> AskAsync(LifeStep step, ShutdownRequest request) => Engine.Machines.DoAsync(
        vm,
        async machine =>
        {
            var lives = 0L;
            UnderWay? shown = null;
            await machine.DoAsync(step, async now =>
            {
                lives = now.Lives;
                await machine.Place(now).Orders.GiveAsync((h, _) => h.RequestShutdownAsync(now.Id, request)).ConfigureAwait(false);
                shown ??= await UnderWay.BeginAsync(Engine.Store, vm, step.Operation!.Value).ConfigureAwait(false);
            }).ConfigureAwait(false);
            caller.Progress.Report(WhenAsked);
            return new Asked(lives, shown!);
        },
        caller.Cancelled);

    private async Task WhenDownAsync(long lives)
    {
        var patience = Engine.Setup.ShutdownPatience;
        using var late = new CancellationTokenSource(patience, Engine.Time);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(late.Token, caller.Cancelled, Engine.Stopping);
        try
        {
            await Engine.Machines.WhenAsync(vm, now => now is not { PowerState: VmPowerState.Running or VmPowerState.Paused } || now.Lives != lives, given.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !caller.Cancelled.IsCancellationRequested)
        {
            throw Errors.VmShutdownTimeout(vm.Id!.Value, patience);
        }
    }

    // The life in which the guest was asked; that it was is shown until the wait is over.
    private sealed record Asked(long Lives, UnderWay Shown) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Shown.DisposeAsync();
    }
}
