using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>What is measured of a network interface of a host.</summary>
[XenClass("PIF_metrics", "What is measured of a network interface of a host.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All, Keeping = Keeping.Memory)]
public sealed partial record PifMetrics : XenObject
{
    [Field("io_read_kbs", Access.ReadOnly, "What it receives, in KiB per second.")]
    public double IoReadKbs { get; init; }

    [Field("io_write_kbs", Access.ReadOnly, "What it sends, in KiB per second.")]
    public double IoWriteKbs { get; init; }

    [Field("last_updated", Access.ReadOnly, "When this was measured, in UTC.")]
    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>Who refers by <c>Metrics</c>.</summary>
    [Link(nameof(Pif.Metrics))]
    public Links<Pif> Pifs { get; init; }
}
