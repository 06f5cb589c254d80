using XenApi.Core.Calls;

namespace XenApi.Core.Accounts;

/// <summary>The accounts.</summary>
public sealed class AccountRoom
{
    /// <summary>Checks a name and a password.</summary>
    public Task<Account> CheckAsync(Door door, string name, string password, CancellationToken cancelled) => throw new NotSupportedException();

    /// <summary>Sets an account's own password.</summary>
    public Task ChangePasswordAsync(string name, string oldPassword, string newPassword, CancellationToken cancelled) => throw new NotSupportedException();
}
