using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>What is measured of a network interface of a machine.</summary>
[XenClass("VIF_metrics", "What is measured of a network interface of a machine.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All, Keeping = Keeping.Memory)]
public sealed partial record VifMetrics : XenObject
{
    [Field("io_read_kbs", Access.ReadOnly, "What it receives, in KiB per second.")]
    public double IoReadKbs { get; init; }

    [Field("io_write_kbs", Access.ReadOnly, "What it sends, in KiB per second.")]
    public double IoWriteKbs { get; init; }

    [Field("io_total_read_kbs", Access.ReadOnly, "What it has received since it was attached, in KiB.", Since = ApiVersion.Xend)]
    public double IoTotalReadKbs { get; init; }

    [Field("io_total_write_kbs", Access.ReadOnly, "What it has sent since it was attached, in KiB.", Since = ApiVersion.Xend)]
    public double IoTotalWriteKbs { get; init; }

    [Field("last_updated", Access.ReadOnly, "When this was measured, in UTC.")]
    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>Who refers by <c>Metrics</c>.</summary>
    [Link(nameof(Vif.Metrics))]
    public Links<Vif> Vifs { get; init; }
}
