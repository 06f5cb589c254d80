using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A network interface of a host, or a VLAN on one.</summary>
[XenClass("PIF", "A network interface of a host, or a VLAN on one.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.Destroy)]
public sealed partial record Pif : XenObject
{
    [Field("device", Access.ReadWrite, "Its name on the host, such as eth0.")]
    public string Device { get; init; } = "";

    [Field("network", Access.StaticReadOnly, "The network it joins.")]
    public Ref<Network> Network { get; init; }

    [Field("host", Access.StaticReadOnly, "The host that has it.")]
    public Ref<Host> Host { get; init; }

    [Field("MAC", Access.ReadWrite, "Its hardware address, six octets in hexadecimal.")]
    public string Mac { get; init; } = "";

    [Field("MTU", Access.ReadWrite, "The most octets in one of its packets.")]
    public long Mtu { get; init; } = 1500;

    [Field("VLAN", Access.ReadWrite, "Its VLAN tag; -1 for a physical interface.")]
    public long Vlan { get; init; } = -1;

    [Field("metrics", Access.ReadOnly, "What is measured of it.")]
    public Ref<PifMetrics> Metrics { get; init; }

    [Field("currently_attached", Access.ReadOnly, "Whether it is part of the bridge of its network.", Since = ApiVersion.Xapi, IsKept = false)]
    public bool CurrentlyAttached => !IsUnplugged;

    /// <summary>Whether a client has taken it from the bridge of its network.</summary>
    [Stored("unplugged")]
    public bool IsUnplugged { get; init; }
}
