using XenApi.Core.Declarations;
using XenApi.Core.Machines;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A virtual machine, whether or not it runs.</summary>
[XenClass("VM", "A virtual machine, whether or not it runs.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.ByName | Implicit.Create | Implicit.Destroy, Role = Role.VmAdmin)]
public sealed partial record Vm : XenObject
{
    [Field("power_state", Access.ReadOnly, "Whether it runs, rests or sleeps.")]
    public VmPowerState PowerState { get; init; }

    [Field("name_label", Access.ReadWrite, "Its name; several machines may bear one name.")]
    public string NameLabel { get; init; } = "";

    [Field("name_description", Access.ReadWrite, "What its owner says of it.")]
    public string NameDescription { get; init; } = "";

    [Field("user_version", Access.ReadWrite, "A number that its owner counts up at will.")]
    public long UserVersion { get; init; } = 1;

    [Field("is_a_template", Access.ReadWrite, "Whether it is a pattern for others and never starts.")]
    public bool IsATemplate { get; init; }

    [Field("auto_power_on", Access.ReadWrite, "Whether it starts with its host.")]
    public bool AutoPowerOn { get; init; }

    [Field("suspend_VDI", Access.ReadOnly, "The image that holds its memory while it is suspended.")]
    public Ref<Vdi> SuspendVdi { get; init; }

    [Field("resident_on", Access.ReadOnly, "The host it runs on; none while it has no domain.")]
    public Ref<Host> ResidentOn { get; init; }

    [Field("memory_static_max", Access.ReadWrite, "The most memory it can ever use without a restart, in bytes.")]
    public long MemoryStaticMax { get; init; }

    [Field("memory_dynamic_max", Access.ReadWrite, "The most memory it is given while it runs, in bytes.")]
    public long MemoryDynamicMax { get; init; }

    [Field("memory_dynamic_min", Access.ReadWrite, "The least memory it is left with while it runs, in bytes.")]
    public long MemoryDynamicMin { get; init; }

    [Field("memory_static_min", Access.ReadWrite, "The least memory it can work with, in bytes.")]
    public long MemoryStaticMin { get; init; }

    [Field("VCPUs_params", Access.ReadWrite, "Parameters of its scheduling: weight, cap, and cpumapN for the CPUs that VCPU N may use.")]
    public Map<string, string> VcpusParams { get; init; }

    [Field("VCPUs_max", Access.ReadWrite, "The most virtual CPUs it can have without a restart.")]
    public long VcpusMax { get; init; } = 1;

    [Field("VCPUs_at_startup", Access.ReadWrite, "The virtual CPUs it starts with.")]
    public long VcpusAtStartup { get; init; } = 1;

    [Field("actions_after_shutdown", Access.ReadWrite, "What follows when the guest has shut down.")]
    public OnNormalExit ActionsAfterShutdown { get; init; } = OnNormalExit.Destroy;

    [Field("actions_after_reboot", Access.ReadWrite, "What follows when the guest has asked for a reboot.")]
    public OnNormalExit ActionsAfterReboot { get; init; } = OnNormalExit.Restart;

    [Field("actions_after_crash", Access.ReadWrite, "What follows when the guest has crashed.")]
    public OnCrashBehaviour ActionsAfterCrash { get; init; } = OnCrashBehaviour.Restart;

    [Field("consoles", Access.ReadOnly, "Its consoles.", Inverse = nameof(XenConsole.Vm))]
    public Links<XenConsole> Consoles { get; init; }

    [Field("VIFs", Access.ReadOnly, "Its network interfaces.", Inverse = nameof(Vif.Vm))]
    public Links<Vif> Vifs { get; init; }

    [Field("VBDs", Access.ReadOnly, "Its disks and drives.", Inverse = nameof(Vbd.Vm))]
    public Links<Vbd> Vbds { get; init; }

    [Field("crash_dumps", Access.ReadOnly, "The memory images of its crashes.", Inverse = nameof(Crashdump.Vm))]
    public Links<Crashdump> CrashDumps { get; init; }

    [Field("VTPMs", Access.ReadOnly, "Its virtual trusted platform modules.", Inverse = nameof(Vtpm.Vm))]
    public Links<Vtpm> Vtpms { get; init; }

    [Field("DPCIs", Access.ReadOnly, "The PCI devices that are passed through to it.", Since = ApiVersion.V1_0_10, Inverse = nameof(Dpci.Vm))]
    public Links<Dpci> Dpcis { get; init; }

    [Field("DSCSIs", Access.ReadOnly, "The SCSI devices that are passed through to it.", Since = ApiVersion.V1_0_10, Inverse = nameof(Dscsi.Vm))]
    public Links<Dscsi> Dscsis { get; init; }

    [Field("DSCSI_HBAs", Access.ReadOnly, "The SCSI buses that it has.", Since = ApiVersion.V1_0_10, Inverse = nameof(DscsiHba.Vm))]
    public Links<DscsiHba> DscsiHbas { get; init; }

    [Field("PV_bootloader", Access.ReadWrite, "The boot loader of a paravirtual guest: pygrub or an absolute path; empty to boot the kernel directly.")]
    public string PvBootloader { get; init; } = "";

    [Field("PV_kernel", Access.ReadWrite, "The kernel of a paravirtual guest: a path on the host, a file: or a data: URI.")]
    public string PvKernel { get; init; } = "";

    [Field("PV_ramdisk", Access.ReadWrite, "The initial RAM disk of a paravirtual guest, in the forms of PV_kernel.")]
    public string PvRamdisk { get; init; } = "";

    [Field("PV_args", Access.ReadWrite, "The command line of the kernel.")]
    public string PvArgs { get; init; } = "";

    [Field("PV_bootloader_args", Access.ReadWrite, "The command line of the boot loader.")]
    public string PvBootloaderArgs { get; init; } = "";

    [Field("HVM_boot_policy", Access.ReadWrite, "How a fully virtual guest finds its boot device: BIOS order; empty for a paravirtual guest.")]
    public string HvmBootPolicy { get; init; } = "";

    [Field("HVM_boot_params", Access.ReadWrite, "Parameters of the boot policy: order, in letters such as cd.")]
    public Map<string, string> HvmBootParams { get; init; }

    [Field("platform", Access.ReadWrite, "Settings of the emulated platform: acpi, apic, pae, viridian and others.")]
    public Map<string, string> Platform { get; init; }

    [Field("PCI_bus", Access.ReadWrite, "The PCI devices to pass through at start, as Xend wrote them.")]
    public string PciBus { get; init; } = "";

    [Field("other_config", Access.ReadWrite, "Whatever clients keep with it.")]
    public Map<string, string> OtherConfig { get; init; }

    [Field("domid", Access.ReadOnly, "The number of its domain; -1 while it has none.")]
    public long DomainId { get; init; } = -1;

    [Field("is_control_domain", Access.ReadOnly, "Whether it is the control domain of its host.")]
    public bool IsControlDomain { get; init; }

    [Field("metrics", Access.ReadOnly, "What is measured of it.")]
    public Ref<VmMetrics> Metrics { get; init; }

    [Field("guest_metrics", Access.ReadOnly, "What its guest reports of itself.")]
    public Ref<VmGuestMetrics> GuestMetrics { get; init; }

    [Field("security_label", Access.ReadOnly, "The label that a security policy would judge it by.", Since = ApiVersion.V1_0_10)]
    public string SecurityLabel { get; init; } = "";

    [Field("pool_name", Access.ReadWrite, "The name of the CPU pool that it starts in.", Since = ApiVersion.V1_0_10)]
    public string PoolName { get; init; } = "";

    [Field("cpu_pool", Access.ReadOnly, "The CPU pool that it runs in; empty while it has no domain.", Since = ApiVersion.V1_0_10)]
    public Set<Ref<CpuPool>> CpuPool { get; init; }

    [Field("actions_after_suspend", Access.ReadWrite, "What follows when the guest has been suspended.", Since = ApiVersion.Xend)]
    public OnNormalExit ActionsAfterSuspend { get; init; }

    [Field("tools_version", Access.ReadOnly, "The versions of the drivers that the guest reports.", Since = ApiVersion.Xend)]
    public Map<string, string> ToolsVersion { get; init; }

    [Field("allowed_operations", Access.ReadOnly, "What can be done with it in the state it is in.", Since = ApiVersion.Xapi, IsKept = false)]
    public Set<VmOperations> AllowedOperations => IsControlDomain ? default : IsATemplate ? MachineLife.OfTemplates : MachineLife.AllowedIn(PowerState);

    [Field("current_operations", Access.ReadOnly, "What is being done with it now.", Since = ApiVersion.Xapi, IsKept = false)]
    public Map<string, VmOperations> CurrentOperations { get; init; }

    [Field("domain_type", Access.StaticReadOnly, "What kind of guest it has.", Since = ApiVersion.Xapi, IsKept = false)]
    public DomainType DomainType => HvmBootPolicy.Length > 0 ? DomainType.Hvm : Platform.GetOr("pvh", "") is "true" or "1" ? DomainType.Pvh : DomainType.Pv;

    [Field("affinity", Access.ReadWrite, "The host that it prefers.", Since = ApiVersion.Xapi)]
    public Ref<Host> Affinity { get; init; }

    [Field("tags", Access.ReadWrite, "Words that clients sort it by.", Since = ApiVersion.Xapi)]
    public Set<string> Tags { get; init; }

    [Field("is_a_snapshot", Access.ReadOnly, "Whether it is a machine as it was at one moment, and never starts.", Since = ApiVersion.Xapi)]
    public bool IsASnapshot { get; init; }

    [Field("snapshot_of", Access.ReadOnly, "The machine that it is a snapshot of.", Since = ApiVersion.Xapi)]
    public Ref<Vm> SnapshotOf { get; init; }

    [Field("snapshots", Access.ReadOnly, "Its snapshots.", Since = ApiVersion.Xapi, Inverse = nameof(SnapshotOf))]
    public Links<Vm> Snapshots { get; init; }

    [Field("snapshot_time", Access.ReadOnly, "The moment of the snapshot, in UTC.", Since = ApiVersion.Xapi)]
    public DateTimeOffset SnapshotTime { get; init; }

    [Field("snapshot_info", Access.ReadOnly, "What is known of the machine at that moment, such as its power state.", Since = ApiVersion.Xapi)]
    public Map<string, string> SnapshotInfo { get; init; }

    [Field("snapshot_metadata", Access.ReadOnly, "The machine at that moment, as text.", Since = ApiVersion.Xapi)]
    public string SnapshotMetadata { get; init; } = "";

    [Field("parent", Access.ReadOnly, "The snapshot that it goes on from.", Since = ApiVersion.Xapi)]
    public Ref<Vm> Parent { get; init; }

    [Field("children", Access.ReadOnly, "What goes on from this snapshot.", Since = ApiVersion.Xapi, Inverse = nameof(Parent))]
    public Links<Vm> Children { get; init; }

    /// <summary>How many domains it has had: tells one life of it from the next.</summary>
    [Stored("lives")]
    public long Lives { get; init; }

    /// <summary>Who refers by <c>Backend</c>.</summary>
    [Link(nameof(Vtpm.Backend))]
    public Links<Vtpm> BackendVtpms { get; init; }
}
