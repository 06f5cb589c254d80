using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A virtual trusted platform module.</summary>
[XenClass("VTPM", "A virtual trusted platform module.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.Create | Implicit.Destroy, Undocumented = Implicit.All | Implicit.AllRecords, Role = Role.VmAdmin)]
public sealed partial record Vtpm : XenObject
{
    [Field("VM", Access.StaticReadOnly, "The machine that uses it.")]
    public Ref<Vm> Vm { get; init; }

    [Field("backend", Access.StaticReadOnly, "The machine whose domain does its work.")]
    public Ref<Vm> Backend { get; init; }

    [Field("other_config", Access.ReadWrite, "Whatever clients keep with it.", Since = ApiVersion.V1_0_10, Documented = Accessors.Get | Accessors.Set)]
    public Map<string, string> OtherConfig { get; init; }
}
