using Hypervisor.Native;
using Microsoft.Extensions.Logging;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>The hand of one machine. What it does, it does from the machine's queue: one thing at a time.</summary>
internal sealed partial class Machine(Engine engine, Ref<Vm> vm, ILogger log)
{
    /// <summary>The house.</summary>
    public Engine Engine => engine;

    /// <summary>The machine.</summary>
    public Ref<Vm> Vm => vm;

    /// <summary>The log.</summary>
    public ILogger Log => log;

    /// <summary>The machine as it is now; null where there is none.</summary>
    public Vm? Find() => engine.Store.Current.Find(vm);

    /// <summary>Where its domain lives, and the domain as it is now; null where it has none.</summary>
    public (HostPlace Place, Domain Domain)? Living() => engine.Hosts.Find(vm.Id!.Value, Find()?.ResidentOn ?? Ref<Host>.Null);

    /// <summary>Where its domain lives; an order that needs one comes only when the machine has one.</summary>
    public HostPlace Place(Vm now) => Living()?.Place ?? engine.Hosts.Of(now.ResidentOn);

    /// <summary>Whether the machine and its domain are out of step.</summary>
    public static bool NeedsLook(Engine engine, Vm vm) => new MachineLook(engine, vm).IsNeeded;

    /// <summary>Brings the machine in step with its domain.</summary>
    public Task LookAsync() => MachineLook.AtAsync(this);

    /// <summary>
    /// Carries out a step of the machine's life: looks whether it can be ordered, acts, and whatever goes wrong leaves the
    /// machine in step with its domain.
    /// </summary>
    public async Task DoAsync(LifeStep step, Func<Vm, Task> act)
    {
        var now = await ReadyAsync(step).ConfigureAwait(false);
        await using var shown = step.Operation is { } operation ? await UnderWay.BeginAsync(engine.Store, vm, operation).ConfigureAwait(false) : null;
        try
        {
            await act(now).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await LookAfterFailureAsync().ConfigureAwait(false);
            if (failure is not ApiError { InnerException: HypervisorException { Fault: HypervisorFault.NotFound or HypervisorFault.BadState } })
            {
                throw;
            }

            // The guest went down under the order. The state says now whether the order still makes sense.
            await act(Require(step)).ConfigureAwait(false);
        }
    }

    /// <summary>The machine, in a state in which the step can be ordered.</summary>
    public Vm Require(LifeStep step)
    {
        var now = engine.Store.Current.Get(vm);
        if (now.IsControlDomain)
        {
            throw Errors.OperationNotAllowed();
        }

        return step.IsAllowedIn(now.PowerState) ? now : throw Errors.VmBadPowerState(now.Id, step.Expected, now.PowerState);
    }

    // News of the domain may still be on its way: then look first.
    private async Task<Vm> ReadyAsync(LifeStep step)
    {
        var now = engine.Store.Current.Get(vm);
        if (!now.IsControlDomain && NeedsLook(engine, now))
        {
            await LookAsync().ConfigureAwait(false);
        }

        return Require(step);
    }

    private async Task LookAfterFailureAsync()
    {
        try
        {
            await LookAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogNotInStep(vm.Id!.Value, e);
        }
    }

    [LoggerMessage(25, LogLevel.Error, "Machine {Vm} could not be looked after behind an order that failed; the next news or order tries again.")]
    private partial void LogNotInStep(Guid vm, Exception cause);
}
