using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>The connection of one host to one storage repository.</summary>
[XenClass("PBD", "The connection of one host to one storage repository.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.Create | Implicit.Destroy)]
public sealed partial record Pbd : XenObject
{
    [Field("host", Access.StaticReadOnly, "The host.")]
    public Ref<Host> Host { get; init; }

    [Field("SR", Access.StaticReadOnly, "The storage repository.")]
    public Ref<Sr> Sr { get; init; }

    [Field("device_config", Access.StaticReadOnly, "How the host reaches the storage.")]
    public Map<string, string> DeviceConfig { get; init; }

    [Field("currently_attached", Access.ReadOnly, "Whether the connection is made now.")]
    public bool CurrentlyAttached { get; init; }

    /// <summary>Whether it is meant not to be made: a client has unplugged it, or has not plugged it yet.</summary>
    [Stored("unplugged")]
    public bool IsUnplugged { get; init; }
}
