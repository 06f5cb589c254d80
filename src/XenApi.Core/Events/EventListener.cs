using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenApi.Core.Events;

/// <summary>
/// What a session has registered for, and how much of the feed it has seen: a number, never a queue. Its events
/// are numbered from 1 and rise by one.
/// </summary>
public sealed class EventListener
{
    private readonly CancellationTokenSource closed = new();
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly Lock gate = new();

    // Of each class, the commit after which it is told of: what came before it was registered is not.
    private readonly long[] since = new long[XenModel.Classes.Count];
    private ClassSet? classes;
    private long seen;
    private long lastId;

    /// <summary>Adds classes; what happens from now on is told.</summary>
    internal void Register(ClassSet more, long generation)
    {
        lock (gate)
        {
            if (classes is null)
            {
                seen = generation;
            }

            var before = classes ?? ClassSet.None;
            foreach (var c in XenModel.Classes.Where(c => more.Contains(c) && !before.Contains(c)))
            {
                since[c.Index] = generation;
            }

            classes = before.Union(more);
        }
    }

    /// <summary>Takes classes away; without any left there is no registration.</summary>
    internal void Unregister(ClassSet less)
    {
        lock (gate)
        {
            classes = classes?.Except(less) is { IsEmpty: false } left ? left : null;
        }
    }

    /// <summary>Waits for news of the classes that there are for the client, and gives all there is, up to a limit, oldest first.</summary>
    /// <exception cref="ApiError">
    /// <c>SESSION_NOT_REGISTERED</c>; or <c>EVENTS_LOST</c>, once, where the feed no longer holds what comes next: the
    /// client must read the state anew, and goes on from the present.
    /// </exception>
    internal async Task<IReadOnlyList<EventRecord>> NextAsync(Feed feed, string handle, ClassSet known, int most, CancellationToken cancelled)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled, closed.Token);
        try
        {
            await oneAtATime.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                return await WhenDueAsync(feed, handle, known, most, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                oneAtATime.Release();
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            throw Errors.SessionInvalid(handle);
        }
    }

    internal void Close() => closed.Cancel();

    private async Task<IReadOnlyList<EventRecord>> WhenDueAsync(Feed feed, string handle, ClassSet known, int most, CancellationToken stop)
    {
        while (true)
        {
            var (registered, after) = Position(handle);
            var wanted = registered.Intersect(known);
            var news = feed.Read(after, wanted, most);
            if (news.IsTooLate)
            {
                MoveTo(feed.Generation);
                throw Errors.EventsLost();
            }

            MoveTo(news.Generation);
            var told = Due(news);
            if (told.Count > 0)
            {
                return told;
            }

            await feed.WaitAsync(news.Generation, wanted, stop).ConfigureAwait(false);
        }
    }

    private (ClassSet Classes, long Seen) Position(string handle)
    {
        lock (gate)
        {
            return (classes ?? throw Errors.SessionNotRegistered(handle), seen);
        }
    }

    private void MoveTo(long generation)
    {
        lock (gate)
        {
            seen = Math.Max(seen, generation);
        }
    }

    private List<EventRecord> Due(News news)
    {
        lock (gate)
        {
            return [.. news.Entries.Where(entry => entry.Generation > since[entry.Class.Index]).Select(Told)];
        }
    }

    private EventRecord Told(FeedEntry entry) => new()
    {
        EventId = ++lastId,
        Timestamp = entry.Time,
        ClassName = entry.Class.Name,
        Operation = entry.Operation,
        Ref = entry.Id.ToString(),
        ObjUuid = entry.Id.ToString(),
    };
}
