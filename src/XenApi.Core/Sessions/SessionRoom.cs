using System.Collections.Concurrent;
using System.Security.Cryptography;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Sessions;

/// <summary>
/// The sessions of all doors, in memory: a restart ends them, as Xend's did, and clients log in again at
/// <c>SESSION_INVALID</c>.
/// </summary>
public sealed class SessionRoom(SessionLimits limits, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, Session> byHandle = new();
    private readonly Lock opening = new();

    /// <summary>How many there are.</summary>
    public int Count => byHandle.Count;

    /// <summary>Opens a session. Where an account, or all together, have too many, the one goes that has not been used for longest.</summary>
    public Session Open(string userName, Ref<User> user, Role role)
    {
        var session = new Session(new(RandomNumberGenerator.GetBytes(16)), userName, user, role, time.GetUtcNow());
        lock (opening)
        {
            Sweep();
            MakeRoom(byHandle.Values.Where(other => other.UserName == userName), limits.PerAccount);
            MakeRoom(byHandle.Values, limits.AllTogether);
            byHandle[session.Handle] = session;
        }

        return session;
    }

    /// <summary>The session of a handle, in use from now on; <c>SESSION_INVALID</c> where there is none.</summary>
    public Session Enter(string handle)
    {
        if (!Wire.TryRef(handle, out var id) || id is not { } known || !byHandle.TryGetValue(known, out var session))
        {
            throw Errors.SessionInvalid(Collections.Shortened(handle));
        }

        var now = time.GetUtcNow();
        if (now - session.LastActive > limits.Idle)
        {
            Close(session);
            throw Errors.SessionInvalid(Collections.Shortened(handle));
        }

        session.Touch(now);
        return session;
    }

    /// <summary>Ends a session; what it waits for ends too.</summary>
    public void Close(Session session)
    {
        if (byHandle.TryRemove(session.Handle, out _))
        {
            session.Events.Close();
        }
    }

    /// <summary>Ends all sessions of an account but one: after a change of its password.</summary>
    public void CloseAllOf(string userName, Session? butNot = null)
    {
        foreach (var session in byHandle.Values.Where(s => s.UserName == userName && s != butNot))
        {
            Close(session);
        }
    }

    private void MakeRoom(IEnumerable<Session> sessions, int most)
    {
        var present = sessions.ToList();
        if (present.Count >= most)
        {
            foreach (var oldest in present.OrderBy(other => other.LastActive).Take(present.Count - most + 1))
            {
                Close(oldest);
            }
        }
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var session in byHandle.Values.Where(s => now - s.LastActive > limits.Idle))
        {
            Close(session);
        }
    }
}
