namespace XenApi.Core.Memory;

/// <summary>
/// Who does what. Whoever brings a commit and finds nobody drafting runs it, and those that come meanwhile: no thread has to
/// be woken for it, and its own answer cannot come before that batch is done. A thread of the store has the journal, which
/// takes rows while more are drafted. Batches are kept in the order in which they were begun; while one goes to disk, the
/// next is drafted. A batch is held open a little for those whose commits the last one brought to disk: most are back at
/// once, and two halves that take turns would each wait for both.
/// </summary>
/// <param name="begin">Begins a batch, after another one or on the state as it is.</param>
/// <param name="draftElsewhere">Has <see cref="TryDraft"/> called from another thread, soon: commits wait that nobody else will run.</param>
/// <param name="clock">The clock for what is worth waiting for.</param>
internal sealed class Turns(Func<Drafted?, Drafted> begin, Action draftElsewhere, TimeProvider clock)
{
    // To tell the journal costs as much as a commit.
    private const int WorthTelling = 8;

    // What the clock of the system can wait at least.
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostHope = TimeSpan.FromMilliseconds(5);

    // To be woken takes some 50 µs; it does not pay to look out for much longer.
    private static readonly TimeSpan MostWatch = TimeSpan.FromMicroseconds(200);

    private readonly object gate = new();
    private readonly Inbox inbox = new();
    private Waiting? waiting;
    private Drafted? open;
    private Drafted? keeping;
    private bool isDrafting;
    private bool isAsleep;
    private volatile int news;
    private volatile bool isClosed;
    private int expected;
    private long deadline;

    /// <summary>A commit comes; false where no more are taken.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="most">How many a batch takes.</param>
    /// <param name="batch">What the caller has to draft now; null where somebody else will.</param>
    internal bool TryAdd(Waiting commit, int most, out Drafted? batch)
    {
        batch = null;
        if (isClosed || !inbox.TryAdd(commit, out var isFirst))
        {
            return false;
        }

        batch = isFirst ? TryDraft(most) : null;
        return true;
    }

    /// <summary>Takes the turn to draft, until <see cref="Take"/> ends it; null where nothing waits, or somebody else has it, or the batch is full.</summary>
    internal Drafted? TryDraft(int most)
    {
        lock (gate)
        {
            if (isDrafting)
            {
                return null;
            }

            // What went on from a batch that is lost runs again, in its order and before what came later.
            if (open is { IsAstray: true })
            {
                for (var i = open.Waiting.Count - 1; i >= 0; i--)
                {
                    (open.Waiting[i].Next, waiting) = (waiting, open.Waiting[i]);
                }

                open = null;
            }

            isDrafting = IsAnyWaiting && open?.IsOpen(most) != false;
            return isDrafting ? open ??= begin(keeping) : null;
        }
    }

    /// <summary>The next commit to run; null where the turn to draft is over.</summary>
    internal Waiting? Take(Drafted batch, int most)
    {
        while (true)
        {
            waiting ??= inbox.TakeAll();
            if (waiting is { } taken && batch.IsOpen(most))
            {
                if (batch.Waiting.Count is > 0 and var count && count % WorthTelling == 0)
                {
                    Hand(batch);
                }

                (waiting, taken.Next) = (taken.Next, null);
                return taken;
            }

            lock (gate)
            {
                if (IsAnyWaiting && batch.IsOpen(most))
                {
                    continue;
                }

                isDrafting = false;
                if (batch.IsAstray)
                {
                    draftElsewhere();
                }

                // Where more are expected, the journal looks by itself when the time for them is over.
                if (isAsleep || !IsHopeful)
                {
                    Tell();
                }

                return null;
            }
        }
    }

    /// <summary>No more come; what is there is still done.</summary>
    internal void Close()
    {
        lock (gate)
        {
            isClosed = true;
            Tell();
        }
    }

    /// <summary>Waits for what the journal has to do, and gives the batch to do it with; null when all is done.</summary>
    internal Drafted? Next(out Turn turn)
    {
        lock (gate)
        {
            for (var hasWatched = false; ;)
            {
                var known = news;
                if (keeping is null && open is { IsAstray: false })
                {
                    keeping = open;
                    keeping.Settle();
                }

                var isAll = keeping is not null && (keeping != open || !isDrafting);
                turn = Turn.Write;
                if (keeping?.TryTake(isAll) == true)
                {
                    return keeping;
                }

                var isHeld = isAll && IsHopeful;
                if (isAll && !isHeld)
                {
                    turn = Turn.Keep;
                    open = keeping == open ? null : open;
                    GoOn();
                    return keeping;
                }

                if (isClosed && keeping is null && open is null && !isDrafting && waiting is null && inbox.TryClose())
                {
                    return null;
                }

                hasWatched = Rest(isHeld, hasWatched, known);
            }
        }
    }

    /// <summary>The journal is done with its batch, and what it kept is shown.</summary>
    /// <param name="isLost">Whether it is not as it was drafted.</param>
    /// <param name="effort">How long the journal took.</param>
    internal void Kept(bool isLost, TimeSpan effort)
    {
        lock (gate)
        {
            var hope = Math.Min(effort.Ticks / 2, MostHope.Ticks);
            expected = keeping!.Waiting.Count + (open?.Waiting.Count ?? 0);
            deadline = clock.GetTimestamp() + (hope * clock.TimestampFrequency / TimeSpan.TicksPerSecond);
            keeping.IsLost = isLost;
            keeping = null;
            GoOn();
        }
    }

    // Whether those who are to come can still come into the batch that is kept next.
    private bool IsHopeful => keeping == open && keeping is { Failure: null } && keeping.Waiting.Count < expected && !isClosed && clock.GetTimestamp() < deadline;

    private bool IsAnyWaiting => waiting is not null || !inbox.IsEmpty;

    // The journal can go on while more commits are drafted.
    private void Hand(Drafted batch)
    {
        lock (gate)
        {
            if (keeping is null ? !batch.IsAstray : keeping == batch)
            {
                batch.Hand();
                Tell();
            }
        }
    }

    // Commits that found no place before have one now.
    private void GoOn()
    {
        if (!isDrafting && (IsAnyWaiting || open is { IsAstray: true }))
        {
            draftElsewhere();
        }
    }

    // Looks out for what comes; sleeps where nothing came. Whether it has looked out in vain: what happened meanwhile may not
    // have been told, and is looked at once more before it sleeps.
    private bool Rest(bool isHeld, bool hasWatched, int known)
    {
        var now = clock.GetTimestamp();
        var hope = clock.GetElapsedTime(now, deadline);
        var watch = isHeld || (keeping is null && hope < MostWatch) ? hope : MostWatch;
        if (!hasWatched && watch > TimeSpan.Zero && watch < Blink)
        {
            return !Watch(known, now, watch);
        }

        if (!isHeld || hope >= Blink)
        {
            isAsleep = true;
            Monitor.Wait(gate, isHeld ? hope : Timeout.InfiniteTimeSpan);
            isAsleep = false;
        }

        return false;
    }

    // Whether there was news within the time.
    private bool Watch(int known, long begun, TimeSpan most)
    {
        Monitor.Exit(gate);
        while (news == known && clock.GetElapsedTime(begun) < most)
        {
            Thread.Yield();
        }

        Monitor.Enter(gate);
        return news != known;
    }

    private void Tell()
    {
        news++;
        if (isAsleep)
        {
            Monitor.Pulse(gate);
        }
    }
}
