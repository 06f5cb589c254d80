using Hypervisor.Native;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Machines;
using XenApi.Core.Model;

namespace XenApi.Core.Devices;

/// <summary>Where devices are plugged in: the domain of a machine, while it lives.</summary>
internal static class Socket
{
    /// <summary>
    /// The host whose hypervisor takes orders for the machine's domain; null where the machine is halted and its
    /// devices are only written down. A machine that sleeps or has crashed keeps the devices it has.
    /// </summary>
    public static async Task<HostPlace?> OfAsync(Machine machine)
    {
        var vm = await InStepAsync(machine).ConfigureAwait(false);
        if (vm.IsControlDomain)
        {
            throw Errors.OperationNotAllowed();
        }

        return vm.PowerState switch
        {
            VmPowerState.Halted => null,
            VmPowerState.Running or VmPowerState.Paused => machine.Living() is { Domain.State: not DomainState.Down } living
                ? living.Place
                : throw Errors.VmBadPowerState(vm.Id, vm.PowerState, VmPowerState.Halted),
            _ => throw Errors.VmBadPowerState(vm.Id, VmPowerState.Halted, vm.PowerState),
        };
    }

    /// <summary>Refuses where the machine is not halted: for devices that cannot be plugged.</summary>
    public static async Task CheckHaltedAsync(Machine machine)
    {
        var vm = await InStepAsync(machine).ConfigureAwait(false);
        if (vm.PowerState != VmPowerState.Halted)
        {
            throw Errors.VmBadPowerState(vm.Id, VmPowerState.Halted, vm.PowerState);
        }
    }

    // News of the domain may still be on its way: then look first.
    private static async Task<Vm> InStepAsync(Machine machine)
    {
        if (machine.Find() is { IsControlDomain: false } vm && Machine.NeedsLook(machine.Engine, vm))
        {
            await machine.LookAsync().ConfigureAwait(false);
        }

        return machine.Find() ?? throw Errors.HandleInvalid("VM", machine.Vm.ToString());
    }
}
