using Hypervisor.Native;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>The messages of the class <c>VM</c> that switch a machine on and off.</summary>
internal static class VmPowerCalls
{
    [Call("VM.start", "Starts a halted machine; paused, if wanted.", Role.VmOperator, Errors = ["VM_BAD_POWER_STATE", "VM_HVM_REQUIRED", "HOST_NOT_ENOUGH_FREE_MEMORY", "VDI_IN_USE", "POOL_BAD_STATE"])]
    public static Task Start(Caller caller, Ref<Vm> vm, bool start_paused) => caller.Engine.Machines.DoAsync(
        vm, machine => new MachineStart(machine).RunAsync(start_paused, caller.Progress, caller.Cancelled), caller.Cancelled);

    [Call("VM.pause", "Stops the virtual CPUs of a running machine.", Role.VmOperator, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task Pause(Caller caller, Ref<Vm> vm) => Switch(caller, vm, MachineLife.Pause, (h, id) => h.PauseAsync(id));

    [Call("VM.unpause", "Lets the virtual CPUs of a paused machine run again.", Role.VmOperator, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task Unpause(Caller caller, Ref<Vm> vm) => Switch(caller, vm, MachineLife.Unpause, (h, id) => h.UnpauseAsync(id));

    [Call("VM.clean_shutdown", "Asks the guest to turn off, and comes back when it has and what follows a shutdown is done.", Role.VmOperator,
        Errors = ["VM_BAD_POWER_STATE", "VM_SHUTDOWN_TIMEOUT"])]
    public static Task CleanShutdown(Caller caller, Ref<Vm> vm) => new GuestRequest(caller, vm).ShutDownAsync();

    [Call("VM.clean_reboot", "Asks the guest to start anew, and comes back when it has and what follows a reboot is done.", Role.VmOperator,
        Errors = ["VM_BAD_POWER_STATE", "VM_SHUTDOWN_TIMEOUT"])]
    public static Task CleanReboot(Caller caller, Ref<Vm> vm) => new GuestRequest(caller, vm).RebootAsync();

    [Call("VM.hard_shutdown", "Ends a machine whatever its guest does; a suspended one loses its memory, a halted one stays so.", Role.VmOperator,
        Errors = ["VM_BAD_POWER_STATE"])]
    public static Task HardShutdown(Caller caller, Ref<Vm> vm) => caller.Engine.Machines.DoAsync(
        vm, machine => machine.DoAsync(MachineLife.HardShutdown, _ => new MachineEnd(machine).StopAsync()), caller.Cancelled);

    [Call("VM.hard_reboot", "Ends a machine whatever its guest does, and starts it again.", Role.VmOperator,
        Errors = ["VM_BAD_POWER_STATE", "HOST_NOT_ENOUGH_FREE_MEMORY", "VDI_IN_USE", "POOL_BAD_STATE"])]
    public static Task HardReboot(Caller caller, Ref<Vm> vm) => caller.Engine.Machines.DoAsync(
        vm,
        machine => machine.DoAsync(MachineLife.HardReboot, now => new MachineEnd(machine).RestartAsync(machine.Place(now), caller.Progress, caller.Cancelled)),
        caller.Cancelled);

    private static Task Switch(Caller caller, Ref<Vm> vm, LifeStep step, Func<IHypervisor, Guid, Task> order) => caller.Engine.Machines.DoAsync(
        vm,
        machine => machine.DoAsync(step, async now =>
        {
            await machine.Place(now).Orders.GiveAsync((h, _) => order(h, now.Id)).ConfigureAwait(false);
            await caller.CommitAsync(changes => changes.Put(changes.Get(vm) with { PowerState = step.After!.Value })).ConfigureAwait(false);
        }),
        caller.Cancelled);
}
