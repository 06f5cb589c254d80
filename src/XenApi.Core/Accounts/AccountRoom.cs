using XenApi.Core.Calls;

namespace XenApi.Core.Accounts;

/// <summary>The accounts.</summary>
public sealed class AccountRoom(Engine engine)
{
    /// <summary>Makes the account root where it is missing; its password where one was made up, else null.</summary>
    public Task<string?> EnsureRootAsync(string? password) => throw new NotSupportedException($"{engine} {password is null}");

    /// <summary>Checks a name and a password.</summary>
    public Task<Account> CheckAsync(Door door, string name, string password, CancellationToken cancelled) => throw new NotSupportedException();

    /// <summary>Sets an account's own password.</summary>
    public Task ChangePasswordAsync(string name, string oldPassword, string newPassword, CancellationToken cancelled) => throw new NotSupportedException();
}
