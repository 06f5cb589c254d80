using XenApi.Core;
using XenApi.Core.Accounts;
using XenApi.Core.Faults;
using XenApi.Core.Sessions;

namespace Cim.Provider.CimXml.Http;

/// <summary>A login that is remembered: its check, and the session that it has while it is used.</summary>
/// <param name="account">The check; null where the credentials are wrong.</param>
/// <param name="since">When it began.</param>
internal sealed class Login(Task<Account?> account, DateTimeOffset since)
{
    private readonly Lock gate = new();
    private Session? session;

    /// <summary>The check.</summary>
    public Task<Account?> Checked => account;

    /// <summary>When it began.</summary>
    public DateTimeOffset Since => since;

    /// <summary>The session if it is still there, else another of the same account.</summary>
    public static Session Renewed(Engine engine, Session? session, string name, Account account)
    {
        if (session is not null)
        {
            try
            {
                return engine.Sessions.Enter(session.Handle.ToString());
            }
            catch (ApiError)
            {
                // It was idle for too long, or ended.
            }
        }

        return engine.Sessions.Open(name, account.User, account.Role);
    }

    /// <summary>Its session.</summary>
    public Session Enter(Engine engine, string name, Account found)
    {
        lock (gate)
        {
            return session = Renewed(engine, session, name, found);
        }
    }

    /// <summary>Ends its session.</summary>
    public void End(Engine engine)
    {
        lock (gate)
        {
            if (session is not null)
            {
                engine.Sessions.Close(session);
                session = null;
            }
        }
    }
}
