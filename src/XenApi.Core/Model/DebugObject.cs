using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>An object to test clients with.</summary>
[XenClass("debug", "An object to test clients with.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.Create | Implicit.Destroy, HasUuid = false, Role = Role.VmOperator)]
public sealed partial record DebugObject : XenObject
{
}
