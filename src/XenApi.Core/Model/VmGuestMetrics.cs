using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>What the guest of a virtual machine reports of itself.</summary>
[XenClass("VM_guest_metrics", "What the guest of a virtual machine reports of itself.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All, Keeping = Keeping.Memory)]
public sealed partial record VmGuestMetrics : XenObject
{
    [Field("os_version", Access.ReadOnly, "The name and version of its operating system.")]
    public Map<string, string> OsVersion { get; init; }

    [Field("PV_drivers_version", Access.ReadOnly, "The version of its paravirtual drivers.")]
    public Map<string, string> PvDriversVersion { get; init; }

    [Field("memory", Access.ReadOnly, "Its view of its memory, in bytes as text.")]
    public Map<string, string> Memory { get; init; }

    [Field("disks", Access.ReadOnly, "Its view of its disks.")]
    public Map<string, string> Disks { get; init; }

    [Field("networks", Access.ReadOnly, "Its addresses, by interface.")]
    public Map<string, string> Networks { get; init; }

    [Field("other", Access.ReadOnly, "Whatever else it reports.")]
    public Map<string, string> Other { get; init; }

    [Field("last_updated", Access.ReadOnly, "When it last reported, in UTC.")]
    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>Who refers by <c>GuestMetrics</c>.</summary>
    [Link(nameof(Vm.GuestMetrics))]
    public Links<Vm> Vms { get; init; }
}
