using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A login of a client.</summary>
[XenClass("session", "A login of a client.",
    Documented = Implicit.Record | Implicit.ByUuid, Undocumented = Implicit.None, Keeping = Keeping.Elsewhere)]
public sealed partial record SessionRecord : XenObject
{
    [Field("this_host", Access.ReadOnly, "The host that the session talks to.")]
    public Ref<Host> ThisHost { get; init; }

    [Field("this_user", Access.ReadOnly, "The account that logged in; none where the listener asks for no password.")]
    public Ref<User> ThisUser { get; init; }

    [Field("last_active", Access.ReadOnly, "When the session was last used, in UTC.")]
    public DateTimeOffset LastActive { get; init; }
}
