using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Events;

/// <summary>The messages of the class <c>event</c>.</summary>
internal static class EventCalls
{
    private const int BatchMost = 1000;

    [Call("event.register", "Tells the session of changes to these classes from now on; an empty set means all.", Role.ReadOnly)]
    public static void Register(Caller caller, Set<string> classes) =>
        caller.Session.Events.Register(ClassSet.Named(classes, caller.Door.Version), caller.Engine.Store.Current.Generation);

    [Call("event.unregister", "Stops telling of these classes; an empty set means all.", Role.ReadOnly)]
    public static void Unregister(Caller caller, Set<string> classes) =>
        caller.Session.Events.Unregister(ClassSet.Named(classes, caller.Door.Version));

    [Call("event.next", "Waits for changes and answers all that came since the last time.", Role.ReadOnly, Errors = ["SESSION_NOT_REGISTERED"])]
    public static Task<IReadOnlyList<EventRecord>> Next(Caller caller) =>
        caller.Session.Events.NextAsync(caller.Engine.Store.Feed, caller.Session.Handle.ToString(), ClassSet.Of(caller.Door.Version), BatchMost, caller.Cancelled);
}
