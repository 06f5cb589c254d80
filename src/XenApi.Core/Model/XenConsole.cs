using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A way to see and type into a machine.</summary>
[XenClass("console", "A way to see and type into a machine.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.Create | Implicit.Destroy, Role = Role.VmAdmin)]
public sealed partial record XenConsole : XenObject
{
    [Field("protocol", Access.ReadOnly, "The protocol that it speaks.", GivenAtCreate = true)]
    public ConsoleProtocol Protocol { get; init; } = Unspecified;

    [Field("location", Access.ReadOnly, "Where to connect: a URI or a terminal device; empty while the machine has no domain.")]
    public string Location { get; init; } = "";

    [Field("VM", Access.ReadOnly, "The machine behind it.", GivenAtCreate = true)]
    public Ref<Vm> Vm { get; init; }

    [Field("other_config", Access.ReadWrite, "Whatever clients keep with it.")]
    public Map<string, string> OtherConfig { get; init; }
}
