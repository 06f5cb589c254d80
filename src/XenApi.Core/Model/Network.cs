using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A virtual network: a bridge.</summary>
[XenClass("network", "A virtual network: a bridge.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.ByName | Implicit.Create | Implicit.Destroy)]
public sealed partial record Network : XenObject
{
    [Field("name_label", Access.ReadWrite, "Its name.")]
    public string NameLabel { get; init; } = "";

    [Field("name_description", Access.ReadWrite, "What its owner says of it.")]
    public string NameDescription { get; init; } = "";

    [Field("VIFs", Access.ReadOnly, "The interfaces of machines on it.", Inverse = nameof(Vif.Network))]
    public Links<Vif> Vifs { get; init; }

    [Field("PIFs", Access.ReadOnly, "The interfaces of hosts on it.", Inverse = nameof(Pif.Network))]
    public Links<Pif> Pifs { get; init; }

    [Field("default_gateway", Access.ReadWrite, "The gateway that guests on it are told.", Since = ApiVersion.V1_0_10)]
    public string DefaultGateway { get; init; } = "";

    [Field("default_netmask", Access.ReadWrite, "The netmask that guests on it are told.", Since = ApiVersion.V1_0_10)]
    public string DefaultNetmask { get; init; } = "";

    [Field("other_config", Access.ReadWrite, "Whatever clients keep with it; bridge, where given at create, names its bridge on the host.")]
    public Map<string, string> OtherConfig { get; init; }

    /// <summary>The bridge on the host, given once at create, or made up then; empty only before that.</summary>
    [Field("bridge", Access.StaticReadOnly, "Its bridge on the host.", Since = ApiVersion.Xapi)]
    public string Bridge { get; init; } = "";

    /// <summary>Whether this server made the bridge; else the host's own configuration did.</summary>
    [Field("managed", Access.StaticReadOnly, "Whether this server made the bridge, and removes it.", Since = ApiVersion.Xapi)]
    public bool IsManaged { get; init; }

    [Field("tags", Access.ReadWrite, "Words that clients sort it by.", Since = ApiVersion.Xapi)]
    public Set<string> Tags { get; init; }
}
