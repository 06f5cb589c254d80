using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>
/// The commits as news: the one source of events for every protocol. A listener keeps the number up to which it has
/// seen; waiting costs nothing, and a commit wakes only those who wait for its classes.
/// </summary>
public sealed class Feed
{
    private readonly FeedEntry[] window;
    private readonly HashSet<Waiter>[] waiters = [.. XenModel.Classes.Select(_ => new HashSet<Waiter>())];
    private readonly long[] lastOfClass = new long[XenModel.Classes.Count];
    private readonly Lock gate = new();
    private long written;
    private long lostUpTo;

    /// <summary>A feed that keeps so many changes, starting after a generation.</summary>
    internal Feed(int keep, long generation)
    {
        window = new FeedEntry[keep];
        Generation = lostUpTo = generation;
        Array.Fill(lastOfClass, generation);
    }

    /// <summary>The last commit that was told.</summary>
    public long Generation { get; private set; }

    /// <summary>What happened to the classes after a generation, whole commits up to about <paramref name="most"/> changes.</summary>
    public News Read(long after, ClassSet classes, int most)
    {
        lock (gate)
        {
            if (after < lostUpTo)
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

            return new(Generation, entries, IsTooLate: false);
        }
    }

    /// <summary>Waits until something has happened to one of the classes after a generation.</summary>
    public Task WaitAsync(long after, ClassSet classes, CancellationToken cancelled)
    {
        Waiter waiter;
        lock (gate)
        {
            waiter = new(classes);
            foreach (var c in XenModel.Classes)
            {
                if (classes.Contains(c))
                {
                    if (lastOfClass[c.Index] > after)
                    {
                        Forget(waiter);
                        return Task.CompletedTask;
                    }

                    waiters[c.Index].Add(waiter);
                }
            }
        }

        return waiter.WaitAsync(this, cancelled);
    }

    internal void Publish(IReadOnlyList<FeedEntry> entries, long generation)
    {
        List<Waiter>? woken = null;
        lock (gate)
        {
            foreach (var entry in entries)
            {
                ref var place = ref window[written++ % window.Length];
                lostUpTo = Math.Max(lostUpTo, place?.Generation ?? 0);
                place = entry;
                lastOfClass[entry.Class.Index] = entry.Generation;
                foreach (var waiter in waiters[entry.Class.Index])
                {
                    (woken ??= []).Add(waiter);
                }

                waiters[entry.Class.Index].Clear();
            }

            Generation = generation;
            foreach (var waiter in woken ?? [])
            {
                Forget(waiter);
            }
        }

        foreach (var waiter in woken ?? [])
        {
            waiter.Wake();
        }
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

    private void Forget(Waiter waiter)
    {
        foreach (var c in XenModel.Classes)
        {
            if (waiter.Classes.Contains(c))
            {
                waiters[c.Index].Remove(waiter);
            }
        }
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
                    feed.Forget(this);
                }

                throw;
            }
        }
    }
}
