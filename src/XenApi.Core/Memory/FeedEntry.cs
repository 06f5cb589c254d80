using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>
/// A change as the feed tells it: what happened to which object. The object itself is in the snapshots: who needs it as it
/// was keeps the one that it has seen last, which costs no more than what has changed since.
/// </summary>
/// <param name="Generation">The commit.</param>
/// <param name="Time">When it was committed, in UTC.</param>
/// <param name="Operation">What happened.</param>
/// <param name="Class">The class of the object.</param>
/// <param name="Id">The object.</param>
public readonly record struct FeedEntry(long Generation, DateTimeOffset Time, EventOperation Operation, XenClass Class, Guid Id);
