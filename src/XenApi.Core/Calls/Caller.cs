using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Sessions;
using XenApi.Core.Tasks;
using XenApi.Core.Values;

namespace XenApi.Core.Calls;

/// <summary>Who calls, and what of the house a call sees: one snapshot for all that it reads.</summary>
public sealed class Caller
{
    private readonly Session? session;

    /// <summary>A caller as the dispatcher or a task makes it.</summary>
    public Caller(Engine engine, Door door, Session? session, Progress progress, CancellationToken cancelled)
    {
        this.session = session;
        Engine = engine;
        Door = door;
        Snapshot = engine.Store.Current;
        Progress = progress;
        Cancelled = cancelled;
    }

    /// <summary>The house.</summary>
    public Engine Engine { get; }

    /// <summary>The door the call came through.</summary>
    public Door Door { get; }

    /// <summary>The state as it was when the call came in.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>The session; a login has none yet, and asking for it is our mistake.</summary>
    public Session Session => session ?? throw new InvalidOperationException("The call comes before a login.");

    /// <summary>Where a long call tells how far it is.</summary>
    public Progress Progress { get; }

    /// <summary>Set when the task is cancelled, the client is gone or the server stops.</summary>
    public CancellationToken Cancelled { get; }

    /// <summary>The same caller with the state as it is now.</summary>
    public Caller Anew() => new(Engine, Door, session, Progress, Cancelled);

    /// <summary>The object as it was when the call came in.</summary>
    public T Get<T>(Ref<T> reference)
        where T : XenObject, IXenClass => Snapshot.Get(reference);

    /// <summary>A reference that was given as an argument, checked: it is null or names an object.</summary>
    public Ref<T> Existing<T>(Guid? id)
        where T : XenObject, IXenClass
    {
        if (id is { } given && Snapshot.Find(T.Descriptor, given) is null)
        {
            throw Errors.HandleInvalid(T.Descriptor.Name, given.ToString());
        }

        return new(id);
    }

    /// <summary>Commits a change; when this is done it is on disk.</summary>
    public Task CommitAsync(Action<Changes> change) => Engine.Store.CommitAsync(change);

    /// <summary>Commits a change that answers something.</summary>
    public Task<T> CommitAsync<T>(Func<Changes, T> change) => Engine.Store.CommitAsync(change);
}
