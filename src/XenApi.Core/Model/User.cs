using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>An account.</summary>
[XenClass("user", "An account.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.Create | Implicit.Destroy, Undocumented = Implicit.All | Implicit.AllRecords)]
public sealed partial record User : XenObject
{
    [Field("short_name", Access.StaticReadOnly, "The name to log in with.")]
    public string ShortName { get; init; } = "";

    [Field("fullname", Access.ReadWrite, "The name of the person.")]
    public string Fullname { get; init; } = "";

    /// <inheritdoc/>
    public override string? Label => ShortName;

    /// <summary>The salted hash of the password; never a field.</summary>
    [Stored("password")]
    public string Password { get; init; } = "";

    /// <summary>What the account may do.</summary>
    [Stored("role")]
    public Role Role { get; init; }
}
