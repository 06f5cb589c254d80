using System.Collections.Concurrent;

namespace Hypervisor.Native.Simulated;

/// <summary>
/// The domains of a host as they are. A change is written down before it is true, sets when the guest does something
/// next, and is told where nobody ordered it. Changed under the host's lock; reading takes none.
/// </summary>
internal sealed class DomainBook : IDisposable
{
    private readonly ConcurrentDictionary<Guid, LivingDomain> domains = new();
    private readonly HostKeeping keeping;
    private readonly GuestLife life;
    private readonly LoadTally tally;
    private readonly DomainNews news;
    private readonly MessageBuffer messages;
    private readonly TimeProvider time;
    private readonly Agenda agenda;
    private int lastNumber;

    public DomainBook(HostKeeping keeping, GuestLife life, LoadTally tally, DomainNews news, MessageBuffer messages, TimeProvider time, Lock gate)
    {
        this.keeping = keeping;
        this.life = life;
        this.tally = tally;
        this.news = news;
        this.messages = messages;
        this.time = time;
        agenda = new(time, () =>
        {
            lock (gate)
            {
                SettleDue();
            }
        });
    }

    /// <summary>All of them, in the order of their numbers.</summary>
    public IReadOnlyList<LivingDomain> All => [.. domains.Values.OrderBy(living => living.Domain.Number)];

    /// <summary>A domain; null where there is none.</summary>
    public LivingDomain? Find(Guid id) => domains.GetValueOrDefault(id);

    /// <summary>A number that no domain has had.</summary>
    public int NextNumber() => Interlocked.Increment(ref lastNumber);

    /// <summary>A domain after all that its guest has done by now.</summary>
    public LivingDomain Settled(LivingDomain living) => life.Settled(living, time.GetUtcNow());

    /// <summary>
    /// Writes a domain as it is now; null for the one that was there before, or is there after, for none. A change that
    /// cannot be written down is refused, unless it happens whatever anybody says.
    /// </summary>
    public LivingDomain? Write(LivingDomain? before, LivingDomain? after, bool mustKeep = true)
    {
        after = after is null ? null : Settled(after);
        try
        {
            keeping.PutDomain(before, after);
        }
        catch (HypervisorException e) when (!mustKeep)
        {
            messages.Add(e.Message);
        }

        if (before is not null && before.Id != after?.Id)
        {
            domains.TryRemove(before.Id, out _);
            agenda.Put(before.Id, null);
        }

        tally.Move(before, after);
        if (after is not null)
        {
            domains[after.Id] = after;
            agenda.Put(after.Id, life.Next(after));
            Tell(before, after);
        }

        return after;
    }

    /// <summary>Puts in a domain that lived before this process did.</summary>
    public void ReadBack(LivingDomain living)
    {
        domains[living.Id] = living;
        tally.Move(null, living);
        agenda.Put(living.Id, life.Next(living));
        lastNumber = Math.Max(lastNumber, living.Domain.Number);
    }

    /// <summary>Strikes out a domain whose host has gone down, and tells so.</summary>
    public void Lose(LivingDomain living)
    {
        domains.TryRemove(living.Id, out _);
        agenda.Put(living.Id, null);
        tally.Move(living, null);
        news.Tell(DomainEventKind.Gone, living.Domain);
    }

    public void Dispose() => agenda.Dispose();

    private void Tell(LivingDomain? before, LivingDomain after)
    {
        if (after.Domain.State == DomainState.Down && before is { Domain.State: not DomainState.Down })
        {
            messages.Add($"Domain {after.Domain.Number} ended: {after.Domain.DownReason}.");
            news.Tell(DomainEventKind.Down, after.Domain);
        }
        else if (after.HasBooted && before is not { HasBooted: true } && !after.Habits.IsSilent)
        {
            news.Tell(DomainEventKind.Reported, after.Domain);
        }
    }

    private void SettleDue()
    {
        while (agenda.Take(time.GetUtcNow()) is { } due)
        {
            if (Find(due) is { } living)
            {
                Write(living, living, mustKeep: false);
            }
        }
    }
}
