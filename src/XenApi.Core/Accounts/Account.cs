using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Accounts;

/// <summary>Who has logged in, and what they may do.</summary>
/// <param name="User">The account; null where the listener asks for no password.</param>
/// <param name="Role">The role.</param>
public sealed record Account(Ref<User> User, Role Role)
{
    /// <summary>The hash of the password that was shown; empty where none was asked for.</summary>
    internal string Password { get; init; } = "";
}
