using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>
/// The commits as news: the one source of events for every protocol. A listener keeps the number up to which it has
/// seen; waiting costs nothing, and a commit wakes only those who wait for its classes.
/// </summary>
public sealed class Feed
{
    private readonly FeedEntry[] window;
    private readonly HashSet<Waiter> waiters = [];
    private readonly Lock gate = new();

    // Of each class, the last commit that changed it, and the last one whose changes are no longer all in the window.
    private readonly long[] last = new long[XenModel.Classes.Count];
    private readonly long[] lost = new long[XenModel.Classes.Count];
    private long written;

    /// <summary>A feed that keeps so many changes, starting after a generation.</summary>
    internal Feed(int keep, long generation)
    {
        window = new FeedEntry[keep];
        Generation = generation;
        Array.Fill(last, generation);
        Array.Fill(lost, generation);
    }

    /// <summary>The last commit that was told.</summary>
    public long Generation { get; private set; }

    /// <summary>How many wait.</summary>
    internal int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiters.Count;
            }
        }
    }

    /// <summary>What happened to the classes after a generation, whole commits up to about <paramref name="most"/> changes.</summary>
    public News Read(long after, ClassSet classes, int most)
    {
        lock (gate)
        {
            if (IsAnyAfter(lost, classes, after))
            {
                return new(after, [], IsTooLate: true);
            }

            var entries = new List<FeedEntry>();
            for (var i = FirstAfter(after); i < written; i++)
            {
                var entry = window[i % window.Length];
                if (entries.Count >= most && entry.Generation != entries[^1].Generation)
                {
                    return new(entry.Generation - 1, entries, IsTooLate: false);
                }

                if (classes.Contains(entry.Class))
                {
                    entries.Add(entry);
                }
            }

            return new(Math.Max(after, Generation), entries, IsTooLate: false);
        }
    }

    /// <summary>Waits until something has happened to one of the classes after a generation.</summary>
    public Task WaitAsync(long after, ClassSet classes, CancellationToken cancelled)
    {
        lock (gate)
        {
            if (IsAnyAfter(last, classes, after))
            {
                return Task.CompletedTask;
            }

            var waiter = new Waiter(classes);
            waiters.Add(waiter);
            return waiter.WaitAsync(this, cancelled);
        }
    }

    internal void Publish(Batch batch)
    {
        List<Waiter> woken = [];
        lock (gate)
        {
            var changed = ClassSet.None;
            foreach (var commit in batch.Commits)
            {
                foreach (var change in commit.Changes)
                {
                    if (change.IsTold)
                    {
                        Add(new(commit.Generation, commit.Time, OperationOf(change), change.Class, change.Id));
                        changed = changed.With(change.Class);
                    }
                }
            }

            Generation = batch.Generation;
            if (!changed.IsEmpty)
            {
                woken.AddRange(waiters.Where(waiter => waiter.Classes.Overlaps(changed)));
                waiters.ExceptWith(woken);
            }
        }

        foreach (var waiter in woken)
        {
            waiter.Wake();
        }
    }

    private static EventOperation OperationOf(Change change) =>
        change.Before is null ? EventOperation.Add : change.After is null ? EventOperation.Del : EventOperation.Mod;

    private static bool IsAnyAfter(long[] generations, ClassSet classes, long after)
    {
        foreach (var c in XenModel.Classes)
        {
            if (generations[c.Index] > after && classes.Contains(c))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(in FeedEntry entry)
    {
        ref var place = ref window[written % window.Length];
        if (written++ >= window.Length)
        {
            lost[place.Class.Index] = place.Generation;
        }

        place = entry;
        last[entry.Class.Index] = entry.Generation;
    }

    // Entries rise in generation, so the first newer one is found by halving.
    private long FirstAfter(long after)
    {
        var (low, high) = (Math.Max(0, written - window.Length), written);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (window[middle % window.Length].Generation > after)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private sealed class Waiter(ClassSet classes)
    {
        private readonly TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ClassSet Classes => classes;

        public void Wake() => woken.TrySetResult();

        public async Task WaitAsync(Feed feed, CancellationToken cancelled)
        {
            try
            {
                await woken.Task.WaitAsync(cancelled).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                lock (feed.gate)
                {
                    feed.waiters.Remove(this);
                }

                throw;
            }
        }
    }
}
