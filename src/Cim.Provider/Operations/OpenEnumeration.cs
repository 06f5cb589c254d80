namespace Cim.Provider.Operations;

/// <summary>An enumeration that a client pulls. It is read from the snapshot that it was opened on, however long that takes.</summary>
/// <param name="kind">What it gives.</param>
/// <param name="owner">Whose it is.</param>
/// <param name="space">The namespace that it was opened in.</param>
/// <param name="found">What it gives; it can be gone through anew, and is the same then.</param>
/// <param name="timeout">For how long it waits for the next pull.</param>
/// <param name="shape">What the protocol wants to know at each pull.</param>
internal sealed class OpenEnumeration(EnumerationKind kind, string owner, string space, IEnumerable<FoundInstance> found, TimeSpan timeout, object? shape)
{
    private readonly Lock reading = new();
    private readonly IEnumerator<FoundInstance> rest = found.GetEnumerator();
    private FoundInstance ahead;
    private bool isAhead;
    private bool isEnd;
    private ulong given;

    /// <summary>What it gives.</summary>
    public EnumerationKind Kind => kind;

    /// <summary>Whose it is.</summary>
    public string Owner => owner;

    /// <summary>The namespace that it was opened in.</summary>
    public string Space => space;

    /// <summary>What the protocol wants to know at each pull.</summary>
    public object? Shape => shape;

    /// <summary>When it is given up.</summary>
    public DateTimeOffset Ends { get; private set; }

    /// <summary>Begins to wait for the next pull.</summary>
    public void Wait(DateTimeOffset now) => Ends = now + timeout;

    /// <summary>Takes the next ones. Whether they are the last is found out by looking one further, unless nothing is asked for.</summary>
    public (List<FoundInstance> Found, bool IsEnd) Take(int most)
    {
        lock (reading)
        {
            var taken = new List<FoundInstance>(Math.Min(most, 256));
            while (taken.Count < most && Look())
            {
                taken.Add(ahead);
                isAhead = false;
                given++;
            }

            return (taken, most > 0 && !Look());
        }
    }

    /// <summary>How many are left.</summary>
    public ulong Count()
    {
        lock (reading)
        {
            return (ulong)found.LongCount() - given;
        }
    }

    /// <summary>Lets go of what it reads.</summary>
    public void Close()
    {
        lock (reading)
        {
            isEnd = true;
            isAhead = false;
            rest.Dispose();
        }
    }

    private bool Look()
    {
        if (!isAhead && !isEnd)
        {
            isAhead = rest.MoveNext();
            isEnd = !isAhead;
            ahead = isAhead ? rest.Current : default;
        }

        return isAhead;
    }
}
