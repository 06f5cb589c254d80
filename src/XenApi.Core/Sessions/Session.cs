using XenApi.Core.Declarations;
using XenApi.Core.Events;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Sessions;

/// <summary>
/// A login. Its handle is the secret that a client shows with every message; its UUID is public, so that a task
/// can name its session without giving it away.
/// </summary>
public sealed class Session
{
    private long lastActiveTicks;

    internal Session(Guid handle, string userName, Ref<User> user, Role role, DateTimeOffset now)
    {
        Handle = handle;
        UserName = userName;
        User = user;
        Role = role;
        lastActiveTicks = now.UtcTicks;
    }

    /// <summary>The secret reference; never logged, never shown to another session.</summary>
    public Guid Handle { get; }

    /// <summary>The public identity.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The name given at login.</summary>
    public string UserName { get; }

    /// <summary>The account; null where the door asks for none.</summary>
    public Ref<User> User { get; }

    /// <summary>What the session may do.</summary>
    public Role Role { get; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset LastActive => new(Volatile.Read(ref lastActiveTicks), TimeSpan.Zero);

    /// <summary>What it has asked to be told of.</summary>
    public EventListener Events { get; } = new();

    internal void Touch(DateTimeOffset now) => Volatile.Write(ref lastActiveTicks, now.UtcTicks);
}
