namespace Hypervisor.Native.Simulated;

/// <summary>
/// Which guest does something next, and when: one timer for a whole host, so that guests that do nothing cost nothing.
/// Used under the host's lock.
/// </summary>
internal sealed class Agenda : IDisposable
{
    private static readonly TimeSpan longest = TimeSpan.FromDays(1);

    private readonly SortedSet<(DateTimeOffset Due, Guid Domain)> entries = [];
    private readonly Dictionary<Guid, DateTimeOffset> dues = [];
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private DateTimeOffset? armed;

    public Agenda(TimeProvider time, Action whenDue)
    {
        this.time = time;
        timer = time.CreateTimer(_ => whenDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets when a domain is due; null for never.</summary>
    public void Put(Guid domain, DateTimeOffset? due)
    {
        if (dues.Remove(domain, out var old))
        {
            entries.Remove((old, domain));
        }

        if (due is { } at)
        {
            dues[domain] = at;
            entries.Add((at, domain));
        }

        Arm();
    }

    /// <summary>Takes the next domain that is due; null where none is.</summary>
    public Guid? Take(DateTimeOffset now)
    {
        if (entries.Count == 0 || entries.Min is var first && first.Due > now)
        {
            armed = null;
            Arm();
            return null;
        }

        entries.Remove(first);
        dues.Remove(first.Domain);
        return first.Domain;
    }

    public void Dispose() => timer.Dispose();

    private void Arm()
    {
        DateTimeOffset? next = entries.Count == 0 ? null : entries.Min.Due;
        if (next == armed)
        {
            return;
        }

        armed = next;
        var wait = next is { } due ? due - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        timer.Change(next is null ? wait : Whole(wait), Timeout.InfiniteTimeSpan);
    }

    // Timers count in whole milliseconds: rounded up, so that what is due is due when the timer fires.
    private static TimeSpan Whole(TimeSpan wait) =>
        wait > longest ? longest : TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds)));
}
