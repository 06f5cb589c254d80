using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>What is measured of a disk of a machine.</summary>
[XenClass("VBD_metrics", "What is measured of a disk of a machine.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All, Keeping = Keeping.Memory)]
public sealed partial record VbdMetrics : XenObject
{
    [Field("io_read_kbs", Access.ReadOnly, "What is read from it, in KiB per second.")]
    public double IoReadKbs { get; init; }

    [Field("io_write_kbs", Access.ReadOnly, "What is written to it, in KiB per second.")]
    public double IoWriteKbs { get; init; }

    [Field("last_updated", Access.ReadOnly, "When this was measured, in UTC.")]
    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>Who refers by <c>Metrics</c>.</summary>
    [Link(nameof(Vbd.Metrics))]
    public Links<Vbd> Vbds { get; init; }
}
