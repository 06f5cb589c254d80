using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>What is measured of a virtual machine.</summary>
[XenClass("VM_metrics", "What is measured of a virtual machine.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All, Keeping = Keeping.Memory)]
public sealed partial record VmMetrics : XenObject
{
    [Field("memory_actual", Access.ReadOnly, "The memory it has now, in bytes.")]
    public long MemoryActual { get; init; }

    [Field("VCPUs_number", Access.ReadOnly, "The virtual CPUs it has online.")]
    public long VcpusNumber { get; init; }

    [Field("VCPUs_utilisation", Access.ReadOnly, "The part of the time that each virtual CPU ran lately, from 0 to 1.")]
    public Map<long, double> VcpusUtilisation { get; init; }

    [Field("VCPUs_CPU", Access.ReadOnly, "The physical CPU that each virtual CPU last ran on.", Since = ApiVersion.V1_0_0)]
    public Map<long, long> VcpusCpu { get; init; }

    [Field("VCPUs_params", Access.ReadOnly, "The scheduling parameters in force.", Since = ApiVersion.V1_0_0)]
    public Map<string, string> VcpusParams { get; init; }

    [Field("VCPUs_flags", Access.ReadOnly, "The state of each virtual CPU: online, blocked, running.", Since = ApiVersion.V1_0_0)]
    public Map<long, Set<string>> VcpusFlags { get; init; }

    [Field("state", Access.ReadOnly, "The flags of its domain: running, blocked, paused, dying, crashed, shutdown.", Since = ApiVersion.V1_0_0)]
    public Set<string> State { get; init; }

    [Field("start_time", Access.ReadOnly, "When it was last started, in UTC.", Since = ApiVersion.V1_0_0)]
    public DateTimeOffset StartTime { get; init; }

    [Field("last_updated", Access.ReadOnly, "When this was measured, in UTC.")]
    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>Who refers by <c>Metrics</c>.</summary>
    [Link(nameof(Vm.Metrics))]
    public Links<Vm> Vms { get; init; }
}
