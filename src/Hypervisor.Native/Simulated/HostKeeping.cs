namespace Hypervisor.Native.Simulated;

/// <summary>
/// What a host is, and what is written down of it: its domains and pools as they have become. The domains that were there
/// at the beginning follow from the description, and are written down only when they change.
/// </summary>
internal sealed class HostKeeping
{
    private const string DomainKind = "domains";
    private const string GoneKind = "gone";
    private const string PoolKind = "pools";

    private readonly TimeProvider time;
    private readonly HashSet<Guid> firsts = [];
    private StoredHost stored;

    public HostKeeping(SimulatedWorld world, int place, string? directory, TimeProvider time)
    {
        this.time = time;
        var host = world.Hosts[place];
        Seed = new((ulong)world.Seed);
        ControlBytes = host.ControlMemoryMiB << 20;
        var facts = DescribedFacts.Of(host, Seed, place, "");
        Directory = new(directory is null ? null : Path.Combine(directory, $"{facts.Id}"));
        stored = Directory.Find("", "host", SimulatedJson.Default.StoredHost)
            ?? Kept(new(Guid.NewGuid().ToString(), time.GetUtcNow(), world.Seed, host, place));
        Facts = facts with { BootId = stored.BootId };
    }

    public Seed Seed { get; }

    public HostFacts Facts { get; }

    public long ControlBytes { get; }

    public HostDirectory Directory { get; }

    /// <summary>The domains that live.</summary>
    public IEnumerable<LivingDomain> Domains(DateTimeOffset now)
    {
        var changed = new HashSet<Guid>();
        foreach (var (name, living) in Directory.All(DomainKind, SimulatedJson.Default.LivingDomain))
        {
            changed.Add(living.Id);
            if (!ConfigCheck.IsWhole(living.Domain.Config) || living.Domain.Consoles is null)
            {
                throw new HypervisorException(HypervisorFault.Failed, $"What is kept of domain {name} has lost parts of its configuration.");
            }

            // A guest that stood for a save, when the process ended, goes on.
            yield return living.Domain.State == DomainState.Running ? living.Going(now) : living;
        }

        if (stored.First is not { } first)
        {
            yield break;
        }

        foreach (var name in Directory.Names(GoneKind))
        {
            changed.Add(Guid.Parse(name));
        }

        foreach (var living in DescribedDomains.Of(first, new((ulong)stored.Seed), stored.Place, stored.FirstStart, Facts.DefaultPool))
        {
            if (Directory.Keeps)
            {
                firsts.Add(living.Id);
            }

            if (!changed.Contains(living.Id))
            {
                yield return living;
            }
        }
    }

    /// <summary>The pools that are not as at the start of the host.</summary>
    public IEnumerable<PoolConfig> Pools() => Directory.All(PoolKind, SimulatedJson.Default.PoolConfig)
        .Select(pool => pool.Value with { Cpus = [.. pool.Value.Cpus.Where(cpu => cpu >= 0 && cpu < Facts.Cpus.Count)] });

    /// <summary>Writes down what has become of a domain.</summary>
    public void PutDomain(LivingDomain? before, LivingDomain? after)
    {
        // That a guest has booted follows from its time.
        if (!Directory.Keeps || (before is not null && after is not null && before == (after with { HasBooted = before.HasBooted })))
        {
            return;
        }

        if (after is not null)
        {
            Directory.Put(DomainKind, $"{after.Id}", after, SimulatedJson.Default.LivingDomain);
        }

        if (before is not null && before.Id != after?.Id)
        {
            if (firsts.Contains(before.Id))
            {
                Directory.Put(GoneKind, $"{before.Id}", "", SimulatedJson.Default.String);
            }

            Directory.Remove(DomainKind, $"{before.Id}");
        }
    }

    /// <summary>Writes down what has become of a pool.</summary>
    public void PutPool(PoolConfig pool, bool isEnd)
    {
        if (isEnd)
        {
            Directory.Remove(PoolKind, $"{pool.Id}");
        }
        else
        {
            Directory.Put(PoolKind, $"{pool.Id}", pool, SimulatedJson.Default.PoolConfig);
        }
    }

    /// <summary>Writes down that the host has been started anew: nothing of before is left.</summary>
    public void Restart()
    {
        stored = Kept(stored with { BootId = Guid.NewGuid().ToString(), First = null, FirstStart = time.GetUtcNow() });
        firsts.Clear();
        Directory.RemoveAll(DomainKind);
        Directory.RemoveAll(GoneKind);
        Directory.RemoveAll(PoolKind);
        Directory.Remove("", HostBridges.Kind);
    }

    private StoredHost Kept(StoredHost host)
    {
        Directory.Put("", "host", host, SimulatedJson.Default.StoredHost);
        return host;
    }
}
