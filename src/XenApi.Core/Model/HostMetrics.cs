using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>What is measured of a host.</summary>
[XenClass("host_metrics", "What is measured of a host.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All, Keeping = Keeping.Memory)]
public sealed partial record HostMetrics : XenObject
{
    [Field("memory_total", Access.ReadOnly, "Its memory, in bytes.")]
    public long MemoryTotal { get; init; }

    [Field("memory_free", Access.ReadOnly, "The memory that no domain has, in bytes.")]
    public long MemoryFree { get; init; }

    [Field("last_updated", Access.ReadOnly, "When this was measured, in UTC.")]
    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>Who refers by <c>Metrics</c>.</summary>
    [Link(nameof(Host.Metrics))]
    public Links<Host> Hosts { get; init; }
}
