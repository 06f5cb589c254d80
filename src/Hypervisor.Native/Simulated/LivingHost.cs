using System.Collections.Concurrent;

namespace Hypervisor.Native.Simulated;

/// <summary>
/// A simulated host: its domains, what they take, and what they will do. Each change is made under one lock that is never
/// held while time passes, and is written down before it is true; reading takes no lock.
/// </summary>
internal sealed class LivingHost : IDisposable
{
    private readonly ConcurrentDictionary<Guid, LivingDomain> domains = new();
    private readonly Agenda agenda;
    private readonly HostKeeping keeping;
    private readonly FaultList faults = new();
    private int lastNumber;

    public LivingHost(World world, HostKeeping keeping, SimulatedTimings timings, TimeProvider time)
    {
        World = world;
        Time = time;
        Timings = timings;
        this.keeping = keeping;
        Facts = keeping.Facts;
        Pools = new(Facts);
        Ledger = new(Facts, keeping.ControlBytes, Pools, world.Disks);
        Load = new(keeping.Seed);
        Tally = new(Load, Pools);
        Life = new(timings);
        Bridges = new(Facts, Ledger, keeping.Directory);
        agenda = new(time, SettleDue);
        world.Hosts.Add(this);
        ReadBack();
    }

    /// <summary>Held for each change, and never while time passes.</summary>
    public Lock Gate { get; } = new();

    public World World { get; }

    public HostFacts Facts { get; }

    public SimulatedTimings Timings { get; }

    public TimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public PoolTable Pools { get; }

    public HostBridges Bridges { get; }

    public Ledger Ledger { get; }

    public GuestLoad Load { get; }

    public LoadTally Tally { get; }

    public GuestLife Life { get; }

    public DomainNews News { get; } = new();

    public MessageBuffer Messages { get; } = new();

    /// <summary>The failures that are to come.</summary>
    public FaultList Faults => faults;

    /// <summary>Whether the host has been turned off.</summary>
    public bool IsOff { get; private set; }

    /// <summary>The domains, in the order of their numbers.</summary>
    public IReadOnlyList<LivingDomain> All => [.. domains.Values.OrderBy(living => living.Domain.Number)];

    /// <summary>A domain; null where there is none.</summary>
    public LivingDomain? Find(Guid id) => domains.GetValueOrDefault(id);

    /// <summary>A domain.</summary>
    public LivingDomain Get(Guid id) => Find(id) ?? throw Refusal.NoDomain(id);

    /// <summary>A number that no domain has had.</summary>
    public int NextNumber() => Interlocked.Increment(ref lastNumber);

    /// <summary>Lets the time of an order pass, and fails where it was told to.</summary>
    public async Task PassAsync(
        SimulatedOperation operation, Guid subject, TimeSpan duration, IProgress<double>? progress = null, CancellationToken cancelled = default)
    {
        RefuseWhenOff();
        var fault = faults.Next(operation, subject);
        await new Passage(Time, duration, fault).PassAsync(progress, cancelled).ConfigureAwait(false);
    }

    /// <summary>Lets the time of a quick order pass.</summary>
    public Task PassAsync(SimulatedOperation operation, Guid subject) => PassAsync(operation, subject, TimeSpan.FromMilliseconds(Timings.OrderMs));

    /// <summary>Takes what a domain will need, before it is there.</summary>
    public void Reserve(Claim claim)
    {
        lock (Gate)
        {
            RefuseWhenOff();
            if (domains.ContainsKey(claim.Domain))
            {
                throw Refusal.Busy($"There is a domain {claim.Domain} already.");
            }

            Ledger.Move(null, claim);
        }
    }

    /// <summary>Gives back what was taken in vain.</summary>
    public void Release(Claim claim)
    {
        lock (Gate)
        {
            Ledger.Move(claim, null);
        }
    }

    /// <summary>Lets a domain be there whose needs have been taken.</summary>
    public Domain Admit(LivingDomain living)
    {
        lock (Gate)
        {
            RefuseWhenOff();
            Pools.Get(living.Domain.Pool);
            return domains.ContainsKey(living.Id)
                ? throw Refusal.Busy($"There is a domain {living.Id} already.")
                : Write(null, living)!.Domain;
        }
    }

    /// <summary>Changes a domain, its needs included.</summary>
    public Domain Change(Guid id, Func<LivingDomain, LivingDomain> change)
    {
        lock (Gate)
        {
            RefuseWhenOff();
            var before = Get(id);
            var after = change(before);
            if (after.Id != id && domains.ContainsKey(after.Id))
            {
                throw Refusal.Busy($"There is a domain {after.Id} already.");
            }

            var (had, wants) = (Claim.Of(before), Claim.Of(after));
            Ledger.Move(had, wants);
            try
            {
                return Write(before, after)!.Domain;
            }
            catch
            {
                Ledger.Move(wants, had, isForced: true);
                throw;
            }
        }
    }

    /// <summary>Lets a domain be there no more, with all it took.</summary>
    public void Remove(LivingDomain living)
    {
        lock (Gate)
        {
            Write(living, null);
            Ledger.Move(Claim.Of(living), null);
        }
    }

    /// <summary>Lets a domain be there no more that has moved to another host, where it uses its disks on.</summary>
    public void RemoveMoved(LivingDomain living)
    {
        lock (Gate)
        {
            Write(living, null);
            Ledger.MoveAway(Claim.Of(living));
        }
    }

    /// <summary>Changes the pools, once they can be written down.</summary>
    public void ChangePools(Func<PoolTable, PoolConfig> change, bool isEnd = false)
    {
        lock (Gate)
        {
            RefuseWhenOff();
            var pool = change(Pools);
            keeping.PutPool(pool, isEnd);
            if (isEnd)
            {
                Pools.Remove(pool.Id);
            }
            else
            {
                Pools.Put(pool);
            }
        }
    }

    /// <summary>Turns the host off, or starts it anew: no domain is left, and the pools are as at the beginning.</summary>
    public void Stop(bool staysOff)
    {
        lock (Gate)
        {
            keeping.Restart();
            foreach (var living in All)
            {
                domains.TryRemove(living.Id, out _);
                agenda.Put(living.Id, null);
                Tally.Move(living, null);
                Ledger.Move(Claim.Of(living), null);
                News.Tell(DomainEventKind.Gone, living.Domain);
            }

            Pools.Reset();
            Bridges.Reset();
            Messages.Read(clear: true);
            IsOff = staysOff;
        }
    }

    public void RefuseWhenOff()
    {
        if (IsOff)
        {
            throw Refusal.BadState($"Host {Facts.Name} is turned off.");
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            agenda.Dispose();
            News.End();
        }
    }

    // Under the lock. What the guest has done by itself by now is part of the change.
    private LivingDomain? Write(LivingDomain? before, LivingDomain? after, bool mustKeep = true)
    {
        after = after is null ? null : Life.Settled(after, Now);
        try
        {
            keeping.PutDomain(before, after);
        }
        catch (HypervisorException e) when (!mustKeep)
        {
            Messages.Add(e.Message);
        }

        if (before is not null && before.Id != after?.Id)
        {
            domains.TryRemove(before.Id, out _);
            agenda.Put(before.Id, null);
        }

        Tally.Move(before, after);
        if (after is null)
        {
            return null;
        }

        domains[after.Id] = after;
        agenda.Put(after.Id, Life.Next(after));
        if (after.Domain.State == DomainState.Down && before is { Domain.State: not DomainState.Down })
        {
            Messages.Add($"Domain {after.Domain.Number} ended: {after.Domain.DownReason}.");
            News.Tell(DomainEventKind.Down, after.Domain);
        }
        else if (after.HasBooted && before is { HasBooted: false } && !after.Habits.IsSilent)
        {
            News.Tell(DomainEventKind.Reported, after.Domain);
        }

        return after;
    }

    private void SettleDue()
    {
        lock (Gate)
        {
            while (agenda.Take(Now) is { } due)
            {
                if (Find(due) is { } living)
                {
                    Write(living, living, mustKeep: false);
                }
            }
        }
    }

    private void ReadBack()
    {
        foreach (var pool in keeping.Pools())
        {
            Pools.Put(pool);
        }

        foreach (var stored in keeping.Domains(Now))
        {
            if (World.Hosts.Any(other => other.domains.ContainsKey(stored.Id)))
            {
                // It was moving when the process ended: it is on the other side already.
                keeping.PutDomain(stored, null);
                continue;
            }

            var living = Pools.Find(stored.Domain.Pool) is null ? stored with { Domain = stored.Domain with { Pool = Facts.DefaultPool } } : stored;
            Ledger.Move(null, Claim.Of(living), isForced: true);
            domains[living.Id] = living;
            Tally.Move(null, living);
            agenda.Put(living.Id, Life.Next(living));
            lastNumber = Math.Max(lastNumber, living.Domain.Number);
        }
    }
}
