using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A security policy of the hypervisor.</summary>
[XenClass("XSPolicy", "A security policy of the hypervisor.",
    Since = ApiVersion.V1_0_10, Documented = Implicit.Record | Implicit.ByUuid | Implicit.All)]
public sealed partial record XsPolicy : XenObject
{
    [Field("repr", Access.ReadWrite, "The policy as text.", Documented = Accessors.None)]
    public string Repr { get; init; } = "";

    [Field("type", Access.ReadOnly, "The kind of policy.", Documented = Accessors.None)]
    public XsType Type { get; init; }

    [Field("flags", Access.ReadOnly, "Whether it is loaded, and used at boot.", Documented = Accessors.None)]
    public XsInstantiationFlags Flags { get; init; }
}
