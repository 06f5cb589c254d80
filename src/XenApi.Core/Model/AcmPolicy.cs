using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A policy of the access control module that Xen no longer has.</summary>
[XenClass("ACMPolicy", "A policy of the access control module that Xen no longer has.",
    Since = ApiVersion.V1_0_10, Documented = Implicit.Record | Implicit.All, Undocumented = Implicit.ByUuid | Implicit.AllRecords)]
public sealed partial record AcmPolicy : XenObject
{
    [Field("repr", Access.ReadWrite, "The policy as XML.", Documented = Accessors.None)]
    public string Repr { get; init; } = "";

    [Field("type", Access.ReadOnly, "The kind of policy.", Documented = Accessors.None)]
    public XsType Type { get; init; }

    [Field("flags", Access.ReadOnly, "Whether it is loaded, and used at boot.", Documented = Accessors.None)]
    public XsInstantiationFlags Flags { get; init; }
}
