using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using XenApi.Core;
using XenApi.Core.Accounts;
using XenApi.Core.Calls;
using XenApi.Core.Faults;
using XenApi.Core.Sessions;

namespace Cim.Provider.CimXml.Http;

/// <summary>
/// HTTP Basic (RFC 7617) against the accounts of the house. Checking a password is slow on purpose, and clients send it with every request: a login is
/// remembered for a while, by a keyed hash of the credentials, and has one session of the house.
/// </summary>
internal sealed class Logins(Engine engine)
{
    private const int Most = 1024;
    private const int HeaderMost = 8192;
    private const int NameMost = 255;
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(15);

    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<UInt128, Login> known = new();
    private readonly Lock gate = new();
    private Session? nobody;

    /// <summary>The session of who shows these credentials; null where they are missing or wrong.</summary>
    public async ValueTask<Session?> EnterAsync(Door door, string? authorization, CancellationToken gone)
    {
        if (door.IsOpen)
        {
            return OfNobody();
        }

        if (Credentials(authorization) is not { } credentials)
        {
            return null;
        }

        var key = Hash(authorization!);
        if (known.TryGetValue(key, out var login) && login.Checked.IsCompleted && !IsGood(login))
        {
            Forget(key, login);
            login = null;
        }

        login ??= known.GetOrAdd(key, _ => new(Check(door, credentials.Name, credentials.Password), engine.Time.GetUtcNow()));
        var account = await login.Checked.WaitAsync(gone).ConfigureAwait(false);
        if (account is null)
        {
            Forget(key, login);
            return null;
        }

        MakeRoom();
        var session = login.Enter(engine, credentials.Name, account);

        // A change of the account commits first and then ends its sessions: the change is seen here, or the session is ended.
        if (!engine.Accounts.IsStill(account))
        {
            Forget(key, login);
            return null;
        }

        return session;
    }

    private static (string Name, string Password)? Credentials(string? authorization)
    {
        const string scheme = "Basic ";
        if (authorization is null || authorization.Length > HeaderMost || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(authorization[scheme.Length..].Trim());
        if (Base64.DecodeFromUtf8InPlace(bytes, out var length) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || colon > NameMost ? null : (text[..colon], text[(colon + 1)..]);
    }

    private async Task<Account?> Check(Door door, string name, string password)
    {
        try
        {
            return await engine.Accounts.CheckAsync(door, name, password, engine.Stopping).ConfigureAwait(false);
        }
        catch (ApiError)
        {
            return null;
        }
    }

    // Who asks at the same time with the same credentials waits for the same check; a failed one is not remembered beyond that.
    private bool IsGood(Login login) =>
        login.Checked is { IsCompletedSuccessfully: true, Result: { } account } && engine.Time.GetUtcNow() - login.Since < Age && engine.Accounts.IsStill(account);

    private void Forget(UInt128 key, Login login)
    {
        if (known.TryRemove(new(key, login)))
        {
            login.End(engine);
        }
    }

    private void MakeRoom()
    {
        if (known.Count <= Most)
        {
            return;
        }

        foreach (var (key, login) in known.OrderBy(one => one.Value.Since).Take(known.Count - Most))
        {
            Forget(key, login);
        }
    }

    private UInt128 Hash(string authorization)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(authorization), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private Session OfNobody()
    {
        lock (gate)
        {
            nobody = Login.Renewed(engine, nobody, "", new(XenApi.Core.Values.Ref<XenApi.Core.Model.User>.Null, XenApi.Core.Declarations.Role.PoolAdmin));
            return nobody;
        }
    }
}
