namespace XenApi.Core.Memory;

/// <summary>
/// Who does what: of the store's threads one at a time runs functions, and one at a time has the journal. A batch takes
/// commits until no more wait, and the journal takes its rows meanwhile. Batches are kept in the order in which they were
/// begun; while one goes to disk, the next is drafted. A batch is held open a little for those whose commits the last one
/// brought to disk: most are back at once, and two halves that take turns would each wait for both.
/// </summary>
internal sealed class Turns(Func<Drafted?, Drafted> begin, TimeProvider clock)
{
    // To wake the other thread costs as much as a few commits.
    private const int WorthWaking = 8;

    // What the clock of the system can wait at least.
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostHope = TimeSpan.FromMilliseconds(5);

    private readonly object gate = new();
    private readonly Inbox inbox = new();
    private Waiting? waiting;
    private Drafted? open;
    private Drafted? keeping;
    private int idle;
    private bool isDrafting;
    private bool isWriting;
    private bool isWoken;
    private bool isWatching;
    private volatile bool isClosed;
    private int expected;
    private long deadline;

    /// <summary>A commit comes; false where no more are taken.</summary>
    internal bool TryAdd(Waiting commit)
    {
        if (isClosed || !inbox.TryAdd(commit, out var isFirst))
        {
            return false;
        }

        if (isFirst)
        {
            lock (gate)
            {
                WakeToDraft();
            }
        }

        return true;
    }

    /// <summary>No more come; what is there is still done.</summary>
    internal void Close()
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits for something to do, and gives the batch to do it with; null when all is done.</summary>
    internal Drafted? Next(int most, out Turn turn)
    {
        lock (gate)
        {
            while (true)
            {
                if (Draft(most) is { } drafted)
                {
                    turn = Turn.Draft;
                    return drafted;
                }

                if (Write(out turn, out var isHeld) is { } written)
                {
                    return written;
                }

                if (isClosed && !isDrafting && open is null && inbox.TryClose())
                {
                    Monitor.PulseAll(gate);
                    return null;
                }

                Rest(isHeld);
            }
        }
    }

    /// <summary>The next commit to run; null where the turn to draft is over.</summary>
    internal Waiting? Take(Drafted batch, int most)
    {
        waiting ??= inbox.TakeAll();
        if (waiting is { } taken && batch.IsOpen(most))
        {
            if (batch.Waiting.Count is > 0 and var count && count % WorthWaking == 0)
            {
                Hand(batch);
            }

            (waiting, taken.Next) = (taken.Next, null);
            return taken;
        }

        lock (gate)
        {
            isDrafting = false;
            return null;
        }
    }

    /// <summary>The journal has the rows that were ready.</summary>
    internal void Written()
    {
        lock (gate)
        {
            isWriting = false;
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
            deadline = expected > 1 ? clock.GetTimestamp() + (hope * clock.TimestampFrequency / TimeSpan.TicksPerSecond) : 0;
            keeping!.IsLost = isLost;
            keeping = null;
            isWriting = false;
        }
    }

    private Drafted? Draft(int most)
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

    private Drafted? Write(out Turn turn, out bool isHeld)
    {
        (turn, isHeld) = (Turn.Write, false);
        if (isWriting)
        {
            return null;
        }

        if (keeping is null && open is { IsAstray: false })
        {
            keeping = open;
            keeping.Settle();
        }

        var isAll = keeping is not null && (keeping != open || !isDrafting);
        isWriting = keeping?.Rows.TryTake(isAll) == true;
        isHeld = !isWriting && isAll && IsHopeful;
        if (!isWriting && isAll && !isHeld)
        {
            isWriting = true;
            turn = Turn.Keep;
            open = keeping == open ? null : open;
            WakeToDraft();
        }

        return isWriting ? keeping : null;
    }

    // The journal can go on while more commits are drafted.
    private void Hand(Drafted batch)
    {
        lock (gate)
        {
            if (keeping is null ? !batch.IsAstray : keeping == batch)
            {
                batch.Rows.Hand();
                if (!isWriting)
                {
                    Wake();
                }
            }
        }
    }

    // Whether those who are to come can still come into the batch that is kept next.
    private bool IsHopeful => open is { Failure: null } && keeping == open && open.Waiting.Count < expected && !isClosed && clock.GetTimestamp() < deadline;

    private bool IsAnyWaiting => waiting is not null || !inbox.IsEmpty;

    // Sleeps until it is woken; where something is expected at any moment, one thread watches out for it instead. A batch
    // that is held has been looked at just now: to ask the clock anew would find its time over and sleep for ever.
    private void Rest(bool isHeld)
    {
        var left = isHeld && !isWatching ? clock.GetElapsedTime(clock.GetTimestamp(), deadline) : TimeSpan.MaxValue;
        if (left < Blink)
        {
            isWatching = true;
            Monitor.Exit(gate);
            Thread.Yield();
            Monitor.Enter(gate);
            isWatching = false;
            return;
        }

        idle++;
        Monitor.Wait(gate, left == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : left);
        idle--;
        isWoken = false;
    }

    private void WakeToDraft()
    {
        if (!isDrafting && IsAnyWaiting)
        {
            Wake();
        }
    }

    private void Wake()
    {
        if (idle > 0 && !isWoken && !isWatching)
        {
            isWoken = true;
            Monitor.Pulse(gate);
        }
    }
}
