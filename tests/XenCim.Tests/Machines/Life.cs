using XenApi.Core.Calls;
using XenApi.Core.Faults;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Machines;

/// <summary>Orders of a machine's life by the table that the house itself goes by, and machines in every state of it.</summary>
internal sealed class Life(House house)
{
    public const long MiB = 1L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The calls that the table is about, restore left out: it names no machine.</summary>
    public static readonly LifeStep[] Steps =
    [
        MachineLife.Start, MachineLife.Pause, MachineLife.Unpause, MachineLife.Suspend, MachineLife.Resume, MachineLife.CleanShutdown, MachineLife.CleanReboot,
        MachineLife.HardShutdown, MachineLife.HardReboot, MachineLife.Migrate, MachineLife.CpuPoolMigrate, MachineLife.SendSysRq, MachineLife.SendTrigger,
        MachineLife.Save, MachineLife.Clone, MachineLife.Destroy,
    ];

    public static readonly VmPowerState[] States =
        [VmPowerState.Halted, VmPowerState.Paused, VmPowerState.Running, VmPowerState.Suspended, VmPowerState.Crashed];

    public Task<Ref<Vm>> CreateAsync(Func<Vm, Vm>? change = null) =>
        VmRecordCalls.Create(house.Caller(), (change ?? (vm => vm))(new Vm { Id = Guid.NewGuid(), NameLabel = "guest", MemoryStaticMax = 64 * MiB }));

    public async Task<Ref<Vm>> CreateAsync(VmPowerState state, Func<Vm, Vm>? change = null)
    {
        var vm = await CreateAsync(v => (change ?? (x => x))(v with { ActionsAfterCrash = OnCrashBehaviour.Preserve }));
        if (state != VmPowerState.Halted)
        {
            await VmPowerCalls.Start(house.Caller(), vm, start_paused: state == VmPowerState.Paused);
        }

        if (state == VmPowerState.Suspended)
        {
            await VmSleepCalls.Suspend(house.Caller(), vm);
        }

        if (state == VmPowerState.Crashed)
        {
            house.Hypervisor.Crash(vm.Id!.Value);
            await WhenAsync(vm, now => now?.PowerState == state);
        }

        house.Now.Get(vm).PowerState.Should().Be(state);
        return vm;
    }

    public Vm Get(Ref<Vm> vm) => house.Now.Get(vm);

    public Task WhenAsync(Ref<Vm> vm, Func<Vm?, bool> isWanted) =>
        house.Engine.Machines.WhenAsync(vm, isWanted, CancellationToken.None).WaitAsync(Patience);

    /// <summary>Waits until everything that the machine's queue has now is done.</summary>
    public Task SettleAsync(Ref<Vm> vm) => house.Engine.Machines.DoAsync(vm, machine => machine.LookAsync()).WaitAsync(Patience);

    public Task OrderAsync(LifeStep step, Ref<Vm> vm, CancellationToken cancelled = default)
    {
        var caller = house.Caller(cancelled: cancelled);
        return (step.Name switch
        {
            "VM.start" => VmPowerCalls.Start(caller, vm, start_paused: false),
            "VM.pause" => VmPowerCalls.Pause(caller, vm),
            "VM.unpause" => VmPowerCalls.Unpause(caller, vm),
            "VM.suspend" => VmSleepCalls.Suspend(caller, vm),
            "VM.resume" => VmSleepCalls.Resume(caller, vm, start_paused: false),
            "VM.clean_shutdown" => VmPowerCalls.CleanShutdown(caller, vm),
            "VM.clean_reboot" => VmPowerCalls.CleanReboot(caller, vm),
            "VM.hard_shutdown" => VmPowerCalls.HardShutdown(caller, vm),
            "VM.hard_reboot" => VmPowerCalls.HardReboot(caller, vm),
            "VM.migrate" => VmMoveCalls.Migrate(caller, vm, "localhost", live: true, default),
            "VM.cpu_pool_migrate" => VmMoveCalls.CpuPoolMigrate(caller, vm, new(house.Hypervisor.Facts.DefaultPool)),
            "VM.send_sysrq" => VmLiveCalls.SendSysRq(caller, vm, "h"),
            "VM.send_trigger" => VmLiveCalls.SendTrigger(caller, vm, "nmi"),
            "VM.save" => VmSleepCalls.Save(caller, vm, Path.Combine(house.Directory, $"{Guid.NewGuid()}.saved"), checkpoint: false),
            "VM.clone" => VmRecordCalls.Clone(caller, vm, "copy"),
            "VM.destroy" => VmRecordCalls.Destroy(caller, vm),
            _ => throw new ArgumentException(step.Name),
        }).WaitAsync(Patience);
    }

    /// <summary>The error that an order ends in; null where it ends well.</summary>
    public async Task<ApiError?> ErrorOfAsync(LifeStep step, Ref<Vm> vm, CancellationToken cancelled = default)
    {
        try
        {
            await OrderAsync(step, vm, cancelled);
            return null;
        }
        catch (ApiError e)
        {
            return e;
        }
    }

    /// <summary>Fails where the record and the domain of a machine say different things.</summary>
    public void ShouldAgree(Ref<Vm> vm)
    {
        var now = Get(vm);
        var domain = house.Hypervisors.Select(h => h.Find(vm.Id!.Value)).FirstOrDefault(d => d is not null);
        Machine.NeedsLook(house.Engine, now).Should().BeFalse();
        (domain is null).Should().Be(now.PowerState is VmPowerState.Halted or VmPowerState.Suspended, $"the machine is {now.PowerState}");
        now.DomainId.Should().Be(domain?.Number ?? -1);
        now.ResidentOn.IsNull.Should().Be(domain is null);
        now.SuspendVdi.IsNull.Should().Be(now.PowerState != VmPowerState.Suspended);
    }
}
