using XenApi.Core.Declarations;
using XenApi.Core.Devices;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A network interface as one machine sees it.</summary>
[XenClass("VIF", "A network interface as one machine sees it.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.Create | Implicit.Destroy, Role = Role.VmAdmin)]
public sealed partial record Vif : XenObject
{
    [Field("device", Access.ReadWrite, "The number or name the guest sees, such as 0 or eth0.")]
    public string Device { get; init; } = "";

    [Field("network", Access.StaticReadOnly, "The network it is on.")]
    public Ref<Network> Network { get; init; }

    [Field("VM", Access.StaticReadOnly, "The machine that has it.")]
    public Ref<Vm> Vm { get; init; }

    [Field("MAC", Access.ReadWrite, "Its hardware address, six octets in hexadecimal.")]
    public string Mac { get; init; } = "";

    [Field("MTU", Access.ReadWrite, "The most octets in one of its packets.")]
    public long Mtu { get; init; } = 1500;

    [Field("currently_attached", Access.ReadOnly, "Whether a running domain has it now.")]
    public bool CurrentlyAttached { get; init; }

    [Field("status_code", Access.ReadOnly, "The result of the last plug or unplug; 0 is success.")]
    public long StatusCode { get; init; }

    [Field("status_detail", Access.ReadOnly, "What the last plug or unplug said.")]
    public string StatusDetail { get; init; } = "";

    [Field("runtime_properties", Access.ReadOnly, "What the back end tells of the interface while it is attached.", Since = ApiVersion.V1_0_0)]
    public Map<string, string> RuntimeProperties { get; init; }

    [Field("qos_algorithm_type", Access.ReadWrite, "The name of the quality-of-service algorithm; empty for none.")]
    public string QosAlgorithmType { get; init; } = "";

    [Field("qos_algorithm_params", Access.ReadWrite, "The parameters of the algorithm.")]
    public Map<string, string> QosAlgorithmParams { get; init; }

    [Field("qos_supported_algorithms", Access.ReadOnly, "The algorithms that the interface can use.")]
    public Set<string> QosSupportedAlgorithms { get; init; } = SendingRate.Algorithms;

    [Field("metrics", Access.ReadOnly, "What is measured of it.")]
    public Ref<VifMetrics> Metrics { get; init; }

    [Field("security_label", Access.ReadOnly, "The label that a security policy would judge it by.", Since = ApiVersion.V1_0_10)]
    public string SecurityLabel { get; init; } = "";
}
