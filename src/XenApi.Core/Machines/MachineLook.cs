using Hypervisor.Native;
using Microsoft.Extensions.Logging;
using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>Compares a machine with its domain. The domain is right.</summary>
internal sealed partial class MachineLook(Engine engine, Vm vm)
{
    private readonly (HostPlace Place, Domain Domain)? living = engine.Hosts.Find(vm.Id, vm.ResidentOn);

    /// <summary>Whether the machine and its domain are out of step.</summary>
    public bool IsNeeded => living is { } found ? !IsAs(found.Place, found.Domain) : !IsWithout;

    // A machine that crashed and is kept has a domain that is down: it stays so until somebody orders otherwise.
    private bool IsAs(HostPlace place, Domain domain) =>
        vm.PowerState == Presence.StateOf(domain) && vm.DomainId == domain.Number && vm.ResidentOn == place.Host && vm.SuspendVdi.IsNull
        && !(vm.HasMoved && domain.State == DomainState.Running) && AttachedDevices.IsSeen(engine.Store.Current, new(vm.Id), domain);

    private bool IsWithout => vm.DomainId == -1 && vm.ResidentOn.IsNull
        && ((vm.PowerState == VmPowerState.Halted && vm.SuspendVdi.IsNull) || (vm.PowerState == VmPowerState.Suspended && !vm.SuspendVdi.IsNull));

    /// <summary>Brings a machine in step with its domain.</summary>
    public static async Task AtAsync(Machine machine)
    {
        var vm = machine.Find();
        if (vm is null)
        {
            await AdoptAsync(machine).ConfigureAwait(false);
        }
        else if (!vm.IsControlDomain)
        {
            await new MachineLook(machine.Engine, vm).FollowAsync(machine).ConfigureAwait(false);
        }
    }

    private static async Task AdoptAsync(Machine machine)
    {
        if (machine.Living() is { Domain.State: not DomainState.Down } found)
        {
            await machine.Engine.Store.CommitAsync(changes => new Adoption(changes, found.Place, found.Domain).Write()).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(Machine machine)
    {
        if (living is not { } found)
        {
            if (!IsWithout)
            {
                await LoseAsync(machine).ConfigureAwait(false);
            }

            return;
        }

        if (IsAs(found.Place, found.Domain))
        {
            await HearAsync(machine, found.Place).ConfigureAwait(false);
            return;
        }

        if (found.Domain.State == DomainState.Down)
        {
            await new MachineEnd(machine).FollowAsync(vm, found.Place, found.Domain).ConfigureAwait(false);
        }
        else
        {
            await engine.Store.CommitAsync(changes => Presence.Write(changes, machine.Vm, found.Place, found.Domain)).ConfigureAwait(false);
        }

        // What was to be saved of a domain that is still there was not saved, or has been restored.
        await new MemoryImage(machine).DiscardAsync(vm.SuspendVdi).ConfigureAwait(false);
    }

    // The server may have died between saving the memory and saying so: a whole image is worth more than the last word.
    private async Task LoseAsync(Machine machine)
    {
        if (!vm.SuspendVdi.IsNull && await new MemoryImage(machine).IsWholeAsync(vm.SuspendVdi).ConfigureAwait(false))
        {
            await engine.Store.CommitAsync(changes => Presence.Erase(changes, machine.Vm, VmPowerState.Suspended)).ConfigureAwait(false);
            return;
        }

        LogGone(machine.Log, vm.NameLabel, vm.Id);
        await new MachineEnd(machine).HaltAsync().ConfigureAwait(false);
    }

    // What the guest reports of its drivers is kept with the machine; the rest is measured when it is asked for.
    private async Task HearAsync(Machine machine, HostPlace place)
    {
        if (place.Hypervisor.Sample(vm.Id)?.Guest is { } guest)
        {
            var drivers = Map<string, string>.Of(guest.DriversVersion);
            if (!vm.ToolsVersion.Equals(drivers))
            {
                await engine.Store.CommitAsync(changes => changes.Put(changes.Get(machine.Vm) with { ToolsVersion = drivers })).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(26, LogLevel.Information, "The domain of machine {Name} ({Vm}) is gone.")]
    private static partial void LogGone(ILogger log, string name, Guid vm);
}
