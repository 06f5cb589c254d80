namespace Hypervisor.Native.Simulated;

/// <summary>
/// A simulated host: its domains, what they take, and what they will do. Each change is made under one lock that is never
/// held while time passes, and is written down before it is true; reading takes no lock.
/// </summary>
internal sealed class LivingHost : IDisposable
{
    private readonly HashSet<Guid> coming = [];
    private readonly DomainBook book;
    private readonly HostKeeping keeping;

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
        book = new(keeping, Life, Tally, News, Messages, time, Gate);
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
    public FaultList Faults { get; } = new();

    /// <summary>Whether the host has been turned off.</summary>
    public bool IsOff { get; private set; }

    /// <summary>The domains, in the order of their numbers.</summary>
    public IReadOnlyList<LivingDomain> All => book.All;

    /// <summary>A domain; null where there is none.</summary>
    public LivingDomain? Find(Guid id) => book.Find(id);

    /// <summary>A domain.</summary>
    public LivingDomain Get(Guid id) => Find(id) ?? throw Refusal.NoDomain(id);

    /// <summary>A number that no domain has had.</summary>
    public int NextNumber() => book.NextNumber();

    /// <summary>Lets the time of an order pass, and fails where it was told to.</summary>
    public async Task PassAsync(
        SimulatedOperation operation, Guid subject, TimeSpan duration, IProgress<double>? progress = null, CancellationToken cancelled = default)
    {
        RefuseWhenOff();
        var fault = Faults.Next(operation, subject);
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
            if (Find(claim.Domain) is not null || coming.Contains(claim.Domain))
            {
                throw Refusal.Busy($"There is a domain {claim.Domain} already.");
            }

            MustHaveBridges(null, claim.Config);
            Ledger.Move(null, claim);
            coming.Add(claim.Domain);
        }
    }

    /// <summary>Gives back what was taken in vain.</summary>
    public void Release(Claim claim)
    {
        lock (Gate)
        {
            coming.Remove(claim.Domain);
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
            var domain = book.Write(null, living)!.Domain;
            coming.Remove(living.Id);
            return domain;
        }
    }

    /// <summary>Changes a domain, its needs included.</summary>
    public Domain Change(Guid id, Func<LivingDomain, LivingDomain> change)
    {
        lock (Gate)
        {
            RefuseWhenOff();
            var before = Get(id);
            var after = change(book.Settled(before));
            if (after.Id != id && (Find(after.Id) is not null || coming.Contains(after.Id)))
            {
                throw Refusal.Busy($"There is a domain {after.Id} already.");
            }

            MustHaveBridges(before.Domain.Config, after.Domain.Config);
            var (had, wants) = (Claim.Of(before), Claim.Of(after));
            Ledger.Move(had, wants);
            try
            {
                return book.Write(before, after)!.Domain;
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
            book.Write(living, null);
            Ledger.Move(Claim.Of(living), null);
        }
    }

    /// <summary>Lets a domain be there no more that has moved to another host, where it uses its disks on.</summary>
    public void RemoveMoved(LivingDomain living)
    {
        lock (Gate)
        {
            book.Write(living, null, mustKeep: false);
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
                book.Lose(living);
                Ledger.Move(Claim.Of(living), null);
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
            book.Dispose();
            News.End();
        }
    }

    // Interfaces that are new must have their bridge, as the scripts of the back ends want it.
    private void MustHaveBridges(DomainConfig? before, DomainConfig after)
    {
        foreach (var nic in after.Nics)
        {
            if (nic.Bridge.Length > 0 && before?.Nics.Contains(nic) != true)
            {
                Bridges.MustHave(nic.Bridge);
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
            if (World.Hosts.Any(other => other.Find(stored.Id) is not null))
            {
                // It was moving when the process ended: it is on the other side already.
                keeping.PutDomain(stored, null);
                continue;
            }

            var living = Pools.Find(stored.Domain.Pool) is null ? stored with { Domain = stored.Domain with { Pool = Facts.DefaultPool } } : stored;
            Ledger.Move(null, Claim.Of(living), isForced: true);
            Bridges.Assume(living.Domain.Config.Nics);
            book.ReadBack(living);
        }
    }
}
