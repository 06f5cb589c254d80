using Hypervisor.Native;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>
/// The messages of the class <c>VM</c> that change a machine while it runs. A machine without a domain takes the
/// setting for its next start.
/// </summary>
internal static class VmLiveCalls
{
    [Call("VM.set_VCPUs_number_live", "Sets how many virtual CPUs the machine has online, now and at its next start.", Role.VmAdmin,
        Errors = ["VM_BAD_POWER_STATE"])]
    public static Task SetVcpusNumberLive(Caller caller, Ref<Vm> self, long nvcpu) => Set(
        caller, self, vm => vm with { VcpusAtStartup = nvcpu }, (h, vm) => h.SetVcpusAsync(vm.Id, (int)vm.VcpusAtStartup));

    [Call("VM.add_to_VCPUs_params_live", "Sets a parameter of the machine's scheduling, now and at its next start: weight, cap or cpumapN.", Role.VmAdmin,
        Since = ApiVersion.V1_0_0, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task AddToVcpusParamsLive(Caller caller, Ref<Vm> self, string key, string value) => Set(
        caller, self, vm => vm with { VcpusParams = vm.VcpusParams.With(key, value) }, (h, vm) =>
        {
            var shares = new CpuShares(vm.VcpusParams);
            return CpuShares.VcpuOf(key) is { } vcpu ? h.PinVcpuAsync(vm.Id, vcpu, shares.Pins[vcpu])
                : key is "weight" or "cap" ? h.SetSchedulingAsync(vm.Id, shares.Scheduling)
                : Task.CompletedTask;
        });

    [Call("VM.set_memory_dynamic_max_live", "Sets the most memory that the machine is given, in bytes, now and at its next start; the least gives way where it is more.", Role.VmAdmin,
        Since = ApiVersion.V1_0_0, Errors = ["VM_BAD_POWER_STATE", "HOST_NOT_ENOUGH_FREE_MEMORY"])]
    public static Task SetMemoryDynamicMaxLive(Caller caller, Ref<Vm> self, long max) => Set(
        caller, self, vm => vm with { MemoryDynamicMax = max, MemoryDynamicMin = Math.Min(vm.MemoryDynamicMin, max) }, SetTarget);

    [Call("VM.set_memory_dynamic_min_live", "Sets the least memory that the machine is left with, in bytes, now and at its next start; the most gives way where it is less.", Role.VmAdmin,
        Since = ApiVersion.V1_0_0, Errors = ["VM_BAD_POWER_STATE", "HOST_NOT_ENOUGH_FREE_MEMORY"])]
    public static Task SetMemoryDynamicMinLive(Caller caller, Ref<Vm> self, long min) => Set(
        caller, self, vm => vm with { MemoryDynamicMin = min, MemoryDynamicMax = Math.Max(vm.MemoryDynamicMax, min) }, SetTarget);

    [Call("VM.send_sysrq", "Sends a magic system request key to the guest.", Role.VmOperator, Since = ApiVersion.V1_0_0, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task SendSysRq(Caller caller, Ref<Vm> vm, string key) => key.Length == 1 && char.IsAsciiLetterOrDigit(key[0])
        ? Order(caller, vm, MachineLife.SendSysRq, (h, id) => h.SendSysRqAsync(id, key[0]))
        : throw Errors.ValueNotSupported("key", Collections.Shortened(key), "must be one letter or digit");

    [Call("VM.send_trigger", "Presses a button of the machine or raises an interrupt: nmi, reset, init, power, sleep or s3resume; on one virtual CPU, where it is named.",
        Role.VmOperator, Since = ApiVersion.V1_0_0, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task SendTrigger(Caller caller, Ref<Vm> vm, string trigger, long vcpu = -1)
    {
        if (vcpu < -1 || vcpu >= CpuShares.MostCpus)
        {
            throw Errors.ValueNotSupported("vcpu", $"{vcpu}", "must be the number of a virtual CPU, or -1 for all");
        }

        var meant = TriggerOf(trigger);
        return Order(caller, vm, MachineLife.SendTrigger, (h, id) => h.SendTriggerAsync(id, meant, vcpu < 0 ? null : (int)vcpu));
    }

    private static Trigger TriggerOf(string trigger) => trigger switch
    {
        "nmi" => Trigger.Nmi,
        "reset" => Trigger.Reset,
        "init" => Trigger.Init,
        "power" => Trigger.Power,
        "sleep" => Trigger.Sleep,
        "s3resume" => Trigger.S3Resume,
        _ => throw Errors.ValueNotSupported("trigger", Collections.Shortened(trigger), "must be one of nmi, reset, init, power, sleep, s3resume"),
    };

    private static Task SetTarget(IHypervisor hypervisor, Vm vm) => hypervisor.SetMemoryTargetAsync(vm.Id, vm.MemoryDynamicMax);

    private static Task Order(Caller caller, Ref<Vm> vm, LifeStep step, Func<IHypervisor, Guid, Task> order) => caller.Engine.Machines.DoAsync(
        vm,
        machine => machine.DoAsync(step, now => machine.Place(now).Orders.GiveAsync((h, _) => order(h, now.Id))),
        caller.Cancelled);

    // The setting is written first, so that the rules of the machine are kept; what the domain refuses is taken back.
    private static Task Set(Caller caller, Ref<Vm> self, Func<Vm, Vm> set, Func<IHypervisor, Vm, Task> order) => caller.Engine.Machines.DoAsync(
        self,
        machine => machine.DoAsync(MachineLife.SetLive, async before =>
        {
            var after = await caller.CommitAsync(changes =>
            {
                changes.Put(set(changes.Get(self)));
                return changes.Get(self);
            }).ConfigureAwait(false);
            if (after.PowerState is not (VmPowerState.Running or VmPowerState.Paused))
            {
                return;
            }

            try
            {
                await machine.Place(after).Orders.GiveAsync((h, _) => order(h, after)).ConfigureAwait(false);
            }
            catch (ApiError)
            {
                await caller.CommitAsync(changes => changes.Put(changes.Get(self) with
                {
                    VcpusAtStartup = before.VcpusAtStartup,
                    VcpusParams = before.VcpusParams,
                    MemoryDynamicMax = before.MemoryDynamicMax,
                    MemoryDynamicMin = before.MemoryDynamicMin,
                })).ConfigureAwait(false);
                throw;
            }
        }),
        caller.Cancelled);
}
