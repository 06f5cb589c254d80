using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>The memory of a machine as it was when it crashed.</summary>
[XenClass("crashdump", "The memory of a machine as it was when it crashed.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.Destroy, Role = Role.VmAdmin)]
public sealed partial record Crashdump : XenObject
{
    [Field("VM", Access.StaticReadOnly, "The machine that crashed.")]
    public Ref<Vm> Vm { get; init; }

    [Field("VDI", Access.StaticReadOnly, "The image that holds its memory.")]
    public Ref<Vdi> Vdi { get; init; }
}
