using XenApi.Core.Model;
using XenApi.Core.Values;
using static XenApi.Core.Model.VmPowerState;

namespace XenApi.Core.Machines;

/// <summary>
/// The life of a machine: what may be ordered of it in which state, and the state in which that ends. In any other state
/// the answer is <c>VM_BAD_POWER_STATE</c>.
/// <code>
///                        start paused                unpause
///            ┌────────────────────────────► Paused ◄─────────► Running ◄──────────────┐
///            │                                 │      pause    │  ▲  │ clean_reboot,   │
///            │          start                  │               │  │  │ hard_reboot     │
///         Halted ──────────────────────────────┼───────────────┼──┘  └─────────────────┘
///          ▲  ▲                                │               │
///          │  │ clean_shutdown (Running only)  │   suspend     │     the guest crashes, and
///          │  │ hard_shutdown (any state)      ├───────────────┤     actions_after_crash = preserve
///          │  └────────────────────────────────┘               ├───────────────► Crashed
///          │                                   ▼               │                   │
///          │                               Suspended ──────────┘                   │ hard_reboot: Running
///          └─────────────────────────────────── hard_shutdown ◄────────────────────┘
/// </code>
/// </summary>
/// <remarks>
/// Where the document is silent or Xend went beyond it: hard_shutdown of a halted machine succeeds, since clients of the
/// time stop a machine before they destroy it; hard_shutdown of a suspended one throws its memory away; hard_reboot
/// also revives a paused or crashed machine. Pausing what is paused is an error, as the document has it; Xend let it pass.
/// A guest that goes down by itself goes where <c>actions_after_shutdown</c>, <c>_reboot</c>, <c>_crash</c> and <c>_suspend</c>
/// say; a clean_shutdown or clean_reboot ends the same way. <c>actions_after_suspend</c> is about a guest that suspends itself:
/// a machine that was suspended by VM.suspend stays so.
/// </remarks>
internal static class MachineLife
{
    public static readonly LifeStep Start = new("VM.start", Halted, [], Running, Paused) { Operation = VmOperations.Start };
    public static readonly LifeStep Pause = new("VM.pause", Running, [], Paused) { Operation = VmOperations.Pause };
    public static readonly LifeStep Unpause = new("VM.unpause", Paused, [], Running) { Operation = VmOperations.Unpause };
    public static readonly LifeStep Suspend = new("VM.suspend", Running, [Paused], Suspended) { Operation = VmOperations.Suspend };
    public static readonly LifeStep Resume = new("VM.resume", Suspended, [], Running, Paused) { Operation = VmOperations.Resume };
    public static readonly LifeStep CleanShutdown = new("VM.clean_shutdown", Running, [], Halted) { Operation = VmOperations.CleanShutdown };
    public static readonly LifeStep CleanReboot = new("VM.clean_reboot", Running, [], Running) { Operation = VmOperations.CleanReboot };
    public static readonly LifeStep HardShutdown = new("VM.hard_shutdown", Running, [Paused, Suspended, Crashed, Halted, Unknown], Halted) { Operation = VmOperations.HardShutdown };
    public static readonly LifeStep HardReboot = new("VM.hard_reboot", Running, [Paused, Crashed], Running) { Operation = VmOperations.HardReboot };
    public static readonly LifeStep Migrate = new("VM.migrate", Running, [], null) { Operation = VmOperations.PoolMigrate };
    public static readonly LifeStep CpuPoolMigrate = new("VM.cpu_pool_migrate", Running, [Paused], null);
    public static readonly LifeStep SendSysRq = new("VM.send_sysrq", Running, [], null) { Operation = VmOperations.SendSysrq };
    public static readonly LifeStep SendTrigger = new("VM.send_trigger", Running, [], null) { Operation = VmOperations.SendTrigger };
    public static readonly LifeStep Save = new("VM.save", Running, [Paused], Halted);
    public static readonly LifeStep Checkpoint = new("VM.save", Running, [Paused], null);
    public static readonly LifeStep Restore = new("VM.restore", Halted, [], Running, Paused);
    public static readonly LifeStep Clone = new("VM.clone", Halted, [], null) { Operation = VmOperations.Clone };
    public static readonly LifeStep Destroy = new("VM.destroy", Halted, [], null) { Operation = VmOperations.Destroy };

    /// <summary>Settings that reach the domain where there is one.</summary>
    public static readonly LifeStep SetLive = new("VM.set_…_live", Running, [Paused, Halted, Suspended, Crashed], null);

    private static readonly LifeStep[] Operations =
        [Start, Pause, Unpause, Suspend, Resume, CleanShutdown, CleanReboot, HardShutdown, HardReboot, Migrate, SendSysRq, SendTrigger, Clone, Destroy];

    private static readonly Set<VmOperations>[] Allowed = [.. Enum.GetValues<VmPowerState>().Select(state =>
        Set.Of(Operations.Where(step => step.IsAllowedIn(state)).Select(step => step.Operation!.Value)))];

    /// <summary>What can be done with a template.</summary>
    public static readonly Set<VmOperations> OfTemplates = Set.Of([VmOperations.Clone, VmOperations.Destroy]);

    /// <summary>What can be done with a machine in a state.</summary>
    public static Set<VmOperations> AllowedIn(VmPowerState state) => Allowed[(int)state];
}
