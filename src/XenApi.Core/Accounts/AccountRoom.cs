using System.Security.Cryptography;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Accounts;

/// <summary>The accounts: who may log in, and as what. Only hashes of passwords are kept.</summary>
public sealed class AccountRoom(Engine engine)
{
    private const string Root = "root";
    private const int PasswordMost = 1024;
    private const int RandomBytes = 18;

    // A hash takes a CPU for a while: logins may not take them all.
    private readonly SemaphoreSlim hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly LoginDelay delay = new(engine.Time);

    /// <summary>Makes the account root where there is none, with the password given or a random one.</summary>
    /// <returns>The random password, to be shown once; null where none was made up.</returns>
    public async Task<string?> EnsureRootAsync(string? password)
    {
        if (Find(Root) is not null)
        {
            return null;
        }

        var madeUp = password is null ? Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes)).Replace('+', '-').Replace('/', '_') : null;
        var hash = await HashAsync(password ?? madeUp!, CancellationToken.None).ConfigureAwait(false);
        await engine.Store.CommitAsync(changes => changes.Add(
            new User { Id = Guid.NewGuid(), ShortName = Root, Fullname = "Administrator", Role = Role.PoolAdmin, Password = hash })).ConfigureAwait(false);
        return madeUp;
    }

    /// <summary>Checks a name and a password; a wrong one is answered late, and which of the two is wrong is not told.</summary>
    /// <exception cref="ApiError"><c>SESSION_AUTHENTICATION_FAILED</c>.</exception>
    public async Task<Account> CheckAsync(Door door, string name, string password, CancellationToken cancelled)
    {
        if (door.IsOpen)
        {
            return new(Ref<User>.Null, Role.PoolAdmin);
        }

        var user = Find(name);
        if (password.Length <= PasswordMost && await MatchesAsync(user?.Password ?? "", password, cancelled).ConfigureAwait(false))
        {
            delay.Succeeded(name);
            return new(new(user!.Id), user.Role) { Password = user.Password };
        }

        await Task.Delay(delay.Failed(name), engine.Time, cancelled).ConfigureAwait(false);
        throw Errors.SessionAuthenticationFailed();
    }

    /// <summary>Whether an account is still as it was when its password was checked: there, with that password and that role.</summary>
    public bool IsStill(Account account) =>
        account.User.IsNull || (engine.Store.Current.Find(account.User) is { } now && now.Role == account.Role && now.Password == account.Password);

    /// <summary>Sets an account's own password; its sessions live on until the caller ends them.</summary>
    /// <exception cref="ApiError"><c>SESSION_AUTHENTICATION_FAILED</c> where the old password is wrong or the session has no account.</exception>
    public async Task ChangePasswordAsync(Ref<User> user, string oldPassword, string newPassword, CancellationToken cancelled)
    {
        var now = engine.Store.Current.Find(user) ?? throw Errors.SessionAuthenticationFailed();
        if (!await MatchesAsync(now.Password, oldPassword, cancelled).ConfigureAwait(false))
        {
            await Task.Delay(delay.Failed(now.ShortName), engine.Time, cancelled).ConfigureAwait(false);
            throw Errors.SessionAuthenticationFailed();
        }

        await SetPasswordAsync(user, newPassword, cancelled).ConfigureAwait(false);
    }

    /// <summary>Sets the password of an account.</summary>
    /// <exception cref="ApiError"><c>VALUE_NOT_SUPPORTED</c> for an empty or over-long one; its value is not repeated.</exception>
    public async Task SetPasswordAsync(Ref<User> user, string password, CancellationToken cancelled)
    {
        if (password.Length is 0 or > PasswordMost)
        {
            throw Errors.ValueNotSupported("password", "", $"must have 1 to {PasswordMost} characters");
        }

        var hash = await HashAsync(password, cancelled).ConfigureAwait(false);
        await engine.Store.CommitAsync(changes => changes.Put(changes.Get(user) with { Password = hash })).ConfigureAwait(false);
    }

    private User? Find(string name)
    {
        var snapshot = engine.Store.Current;
        foreach (var named in snapshot.Named(User.Descriptor, name))
        {
            return (User)snapshot.Get(User.Descriptor, named.Id!.Value);
        }

        return null;
    }

    private Task<string> HashAsync(string password, CancellationToken cancelled) => SlowAsync(() => PasswordHash.Of(password), cancelled);

    private Task<bool> MatchesAsync(string hash, string password, CancellationToken cancelled) => SlowAsync(() => PasswordHash.Matches(hash, password), cancelled);

    private async Task<T> SlowAsync<T>(Func<T> work, CancellationToken cancelled)
    {
        await hashing.WaitAsync(cancelled).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            hashing.Release();
        }
    }
}
