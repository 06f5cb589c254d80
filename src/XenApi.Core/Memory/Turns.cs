namespace XenApi.Core.Memory;

/// <summary>
/// Who does what: of the store's threads one at a time runs functions, and one at a time has the journal keep a batch, so
/// that the next batch is ready when the journal is. Batches are kept in the order in which they were drafted.
/// </summary>
internal sealed class Turns(Func<Drafted?, Drafted> begin)
{
    private readonly object gate = new();
    private Queue<Waiting> queue = new();
    private Drafted? drafted;
    private Drafted? keeping;
    private int idle;
    private bool isDrafting;
    private bool isWoken;
    private bool isClosed;

    /// <summary>A commit comes; false where no more are taken.</summary>
    internal bool TryAdd(Waiting waiting)
    {
        lock (gate)
        {
            if (!isClosed)
            {
                queue.Enqueue(waiting);
                Wake();
            }

            return !isClosed;
        }
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

    /// <summary>Waits for something to do, and gives the batch to keep or to draft further; null when all is done.</summary>
    internal Drafted? Next(int most, out bool isToKeep)
    {
        lock (gate)
        {
            while (true)
            {
                isToKeep = false;
                if (!isDrafting)
                {
                    Redraft();
                    if (drafted is not null && keeping is null)
                    {
                        isToKeep = true;
                        (keeping, drafted) = (drafted, null);
                        keeping.Settle();
                        Wake();
                        return keeping;
                    }

                    if (queue.Count > 0 && (drafted is null || drafted.Waiting.Count < most))
                    {
                        isDrafting = true;
                        return drafted ??= begin(keeping);
                    }

                    if (isClosed && drafted is null)
                    {
                        Monitor.PulseAll(gate);
                        return null;
                    }
                }

                idle++;
                Monitor.Wait(gate);
                idle--;
                isWoken = false;
            }
        }
    }

    /// <summary>The next commit to run; null where the turn to draft is over.</summary>
    internal Waiting? Take(Drafted batch, int most)
    {
        lock (gate)
        {
            isDrafting = queue.Count > 0 && batch.Waiting.Count < most;
            return isDrafting ? queue.Dequeue() : null;
        }
    }

    /// <summary>The journal is done with its batch, and what it kept is shown.</summary>
    internal void Kept(bool isLost)
    {
        lock (gate)
        {
            keeping!.IsLost = isLost;
            keeping = null;
        }
    }

    // What went on from a batch that is lost runs again, in its order and before what came later.
    private void Redraft()
    {
        if (drafted is { IsAstray: true })
        {
            queue = new(drafted.Waiting.Concat(queue));
            drafted = null;
        }
    }

    private void Wake()
    {
        if (queue.Count > 0 && !isDrafting && idle > 0 && !isWoken)
        {
            isWoken = true;
            Monitor.Pulse(gate);
        }
    }
}
