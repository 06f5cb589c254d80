using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A disk as one machine sees it.</summary>
[XenClass("VBD", "A disk as one machine sees it.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.Create | Implicit.Destroy, Role = Role.VmAdmin)]
public sealed partial record Vbd : XenObject
{
    [Field("VM", Access.StaticReadOnly, "The machine that has the disk.")]
    public Ref<Vm> Vm { get; init; }

    [Field("VDI", Access.StaticReadOnly, "The image behind it; none for an empty drive.")]
    public Ref<Vdi> Vdi { get; init; }

    [Field("device", Access.ReadWrite, "The name the guest sees, such as xvda or hda.")]
    public string Device { get; init; } = "";

    [Field("bootable", Access.ReadWrite, "Whether the machine may boot from it.")]
    public bool Bootable { get; init; }

    [Field("mode", Access.ReadWrite, "Whether the guest may write to it.")]
    public VbdMode Mode { get; init; }

    [Field("type", Access.ReadWrite, "Whether it is a disk or a drive with a removable medium.")]
    public VbdType Type { get; init; } = VbdType.Disk;

    [Field("currently_attached", Access.ReadOnly, "Whether a running domain has it now.")]
    public bool CurrentlyAttached { get; init; }

    [Field("status_code", Access.ReadOnly, "The result of the last plug or unplug; 0 is success.")]
    public long StatusCode { get; init; }

    [Field("status_detail", Access.ReadOnly, "What the last plug or unplug said.")]
    public string StatusDetail { get; init; } = "";

    [Field("runtime_properties", Access.ReadOnly, "What the back end tells of the device while it is attached.", Since = ApiVersion.V1_0_0)]
    public Map<string, string> RuntimeProperties { get; init; }

    [Field("qos_algorithm_type", Access.ReadWrite, "The name of the quality-of-service algorithm; empty for none.")]
    public string QosAlgorithmType { get; init; } = "";

    [Field("qos_algorithm_params", Access.ReadWrite, "The parameters of the algorithm.")]
    public Map<string, string> QosAlgorithmParams { get; init; }

    [Field("qos_supported_algorithms", Access.ReadOnly, "The algorithms that the device can use.")]
    public Set<string> QosSupportedAlgorithms { get; init; }

    [Field("metrics", Access.ReadOnly, "What is measured of it.")]
    public Ref<VbdMetrics> Metrics { get; init; }

    /// <summary>Whether the machine holds the image: its domain has it or is about to, or sleeps and will want it back.</summary>
    [Stored("claimed")]
    public bool IsClaimed { get; init; }
}
