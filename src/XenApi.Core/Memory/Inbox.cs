namespace XenApi.Core.Memory;

/// <summary>Where commits come in: any thread adds one without waiting for another, and the drafter takes all that are there.</summary>
internal sealed class Inbox
{
    private static readonly Waiting closed = new Waiting<bool>(_ => false);

    private Waiting? newest;

    /// <summary>Whether nothing is there.</summary>
    internal bool IsEmpty => Volatile.Read(ref newest) is not { } some || ReferenceEquals(some, closed);

    /// <summary>Adds a commit; false where no more are taken.</summary>
    /// <param name="waiting">The commit.</param>
    /// <param name="isFirst">Whether nothing was there: whoever takes commits may be asleep.</param>
    internal bool TryAdd(Waiting waiting, out bool isFirst)
    {
        while (true)
        {
            var before = Volatile.Read(ref newest);
            isFirst = before is null;
            if (ReferenceEquals(before, closed))
            {
                return false;
            }

            waiting.Next = before;
            if (ReferenceEquals(Interlocked.CompareExchange(ref newest, waiting, before), before))
            {
                return true;
            }
        }
    }

    /// <summary>Takes all, the oldest first, each with the next; one thread at a time.</summary>
    internal Waiting? TakeAll()
    {
        Waiting? oldest = null;
        for (var taken = IsEmpty ? null : Interlocked.Exchange(ref newest, null); taken is not null;)
        {
            (taken.Next, oldest, taken) = (oldest, taken, taken.Next);
        }

        return oldest;
    }

    /// <summary>Takes no more from now on; false where there is something yet.</summary>
    internal bool TryClose() => Interlocked.CompareExchange(ref newest, closed, null) is not { } some || ReferenceEquals(some, closed);
}
