namespace Hypervisor.Native.Xen;

/// <summary>
/// The domains of the host, as Xen has them. States are asked for each time; a configuration is read once, and again when
/// something of it has changed.
/// </summary>
internal sealed class DomainTable(LibxlContext xen, DomainTraces traces, DomainUserdata userdata, PoolTable pools, Makings makings, TimeProvider time)
{
    /// <summary>How long another toolstack may take to do what follows a death of a domain of its own.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, uint> numbers = [];
    private readonly Dictionary<uint, KnownDomain> known = [];
    private readonly HashSet<Guid> making = [];

    /// <summary>All that can be looked at, the control domain left out: not those that are only being made, or that are as good as gone.</summary>
    public IReadOnlyList<Domain> All()
    {
        var found = new List<Domain>();
        foreach (var info in Statuses())
        {
            if (Describe(info) is { } domain)
            {
                found.Add(domain);
            }
        }

        return found;
    }

    /// <summary>A domain as it is now; null where there is none.</summary>
    public Domain? Find(Guid id) => StatusOf(id) is { } info ? Describe(info) : null;

    /// <summary>What the hypervisor knows of a domain; null where there is none.</summary>
    public DomainStatus? StatusOf(Guid id)
    {
        uint number;
        lock (gate)
        {
            if (!numbers.TryGetValue(id, out number))
            {
                number = 0;
            }
        }

        if (number != 0 && StatusOf(number) is { IsDying: false } info && info.Id == id)
        {
            return info;
        }

        foreach (var one in Statuses())
        {
            if (one.Id == id)
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>What the hypervisor knows of the domain of a number; null where there is none.</summary>
    public DomainStatus? StatusOf(uint number)
    {
        using var answer = new LibxlValue(xen, xen.Types.DomainInfo);
        return Libxl.libxl_domain_info(xen.Handle, answer.At, number) == 0 ? DomainStatus.Of(answer.Read()) : null;
    }

    /// <summary>All domains but the control domain and those that are as good as gone; of several with one identity, the one that was made last.</summary>
    public IReadOnlyList<DomainStatus> Statuses()
    {
        var list = Libxl.libxl_list_domain(xen.Handle, out var count);
        var infos = xen.Read(xen.Types.DomainInfo, list, count, Libxl.libxl_dominfo_list_free).Select(DomainStatus.Of)
            .Where(info => info is { Number: not 0, IsDying: false } && info.Id != Guid.Empty).ToList();
        lock (gate)
        {
            foreach (var info in infos)
            {
                numbers[info.Id] = info.Number;
            }
        }

        return infos;
    }

    /// <summary>The number of a domain; an error where there is none.</summary>
    public uint NumberOf(Guid id) => StatusOf(id)?.Number ?? throw NoDomain(id);

    /// <summary>There is no such domain.</summary>
    public static HypervisorException NoDomain(Guid id) => new(HypervisorFault.NotFound, $"There is no domain {id}.");

    /// <summary>The number of a domain that is up; an error where there is none, or its guest is down.</summary>
    public uint Up(Guid id)
    {
        var info = StatusOf(id) ?? throw NoDomain(id);
        return info.IsDown ? throw new HypervisorException(HypervisorFault.BadState, $"The guest of domain {id} is down.") : info.Number;
    }

    /// <summary>Begins to make a domain: nobody sees it until what is answered is disposed of.</summary>
    public IDisposable Making(Guid id)
    {
        lock (gate)
        {
            return making.Add(id) ? new Veil(this, id) : throw new HypervisorException(HypervisorFault.Busy, $"Domain {id} is being made already.");
        }
    }

    /// <summary>Whether a domain is being made here.</summary>
    public bool IsBeingMade(Guid id)
    {
        lock (gate)
        {
            return making.Contains(id);
        }
    }

    /// <summary>Marks a domain as made here, so that what follows its death is ours to do after a restart, too.</summary>
    public void Own(uint number)
    {
        userdata.Keep(number, DomainUserdata.Mark, "1");
        lock (gate)
        {
            At(number).IsOurs = true;
        }
    }

    /// <summary>Something of a domain's configuration has changed: it is read again when it is asked for.</summary>
    public void Changed(uint number)
    {
        lock (gate)
        {
            if (known.TryGetValue(number, out var one))
            {
                one.Config = null;
                one.Turn++;
            }
        }
    }

    /// <summary>A domain is gone, and its number with it.</summary>
    public void Forget(uint number)
    {
        lock (gate)
        {
            known.Remove(number);
            foreach (var (id, _) in numbers.Where(one => one.Value == number).ToList())
            {
                numbers.Remove(id);
            }
        }
    }

    /// <summary>
    /// What a domain does; one of another toolstack that is down runs on as far as we are concerned, for a while, and one that another
    /// host may have stands still.
    /// </summary>
    public DomainState StateOf(DomainStatus info) => IsAway(info) ? DomainState.Paused : IsLeftToOthers(info) ? DomainState.Running : info.State;

    /// <summary>Whether another host may have a domain: what is here of it is whole, and must not run on by itself.</summary>
    public bool IsAway(DomainStatus info) => info is { IsDown: true, DownReason: DownReason.Suspend } && makings.IsAway(info.Id, info.Number);

    /// <summary>Whether a domain has been made to its end, by whomever: it has a configuration, or runs without one.</summary>
    public bool IsWhole(DomainStatus info) => !info.IsPaused || Config(info) is not null;

    private Domain? Describe(DomainStatus info)
    {
        if (IsBeingMade(info.Id))
        {
            return null;
        }

        if (!IsWhole(info))
        {
            return null;
        }

        return new()
        {
            Id = info.Id,
            Number = (int)info.Number,
            State = StateOf(info),
            DownReason = info.DownReason,
            StartedAt = StartOf(info),
            Pool = pools.IdOf(info.Pool),
            Config = Config(info) ?? traces.Bare(info, pools.IdOf(info.Pool)),
            Consoles = traces.ConsolesOf(info.Number),
        };
    }

    // Whoever made a domain has the first word when it is down: xl stays about to start it anew, or to clear it away.
    private bool IsLeftToOthers(DomainStatus info)
    {
        if (!info.IsDown || IsOurs(info.Number))
        {
            return false;
        }

        lock (gate)
        {
            var one = At(info.Number);
            one.DownSince ??= time.GetTimestamp();
            return time.GetElapsedTime(one.DownSince.Value) < Grace;
        }
    }

    private bool IsOurs(uint number)
    {
        lock (gate)
        {
            if (known.TryGetValue(number, out var one) && one.IsOurs is { } told)
            {
                return told;
            }
        }

        var isOurs = userdata.Read(number, DomainUserdata.Mark) is not null;
        lock (gate)
        {
            At(number).IsOurs = isOurs;
        }

        return isOurs;
    }

    private KnownDomain At(uint number)
    {
        if (!known.TryGetValue(number, out var one))
        {
            known[number] = one = new();
        }

        return one;
    }

    private DomainConfig? Config(DomainStatus info)
    {
        int turn;
        lock (gate)
        {
            var one = At(info.Number);
            if (one.Config is { } config)
            {
                return config;
            }

            turn = one.Turn;
        }

        // Asking for what is not there yet would fill the log.
        using var answer = new LibxlValue(xen, xen.Types.DomainConfig);
        if (userdata.Read(info.Number, DomainUserdata.Configuration) is null || Libxl.libxl_retrieve_domain_configuration(xen.Handle, info.Number, answer.At, 0) != 0)
        {
            return null;
        }

        var read = DomainReading.Of(info.Id, answer.Read(), pools.IdOf(info.Pool));
        lock (gate)
        {
            var one = At(info.Number);
            if (one.Turn == turn)
            {
                one.Config = read;
            }
        }

        return read;
    }

    private DateTimeOffset StartOf(DomainStatus info)
    {
        lock (gate)
        {
            if (known.TryGetValue(info.Number, out var one) && one.StartedAt is { } told)
            {
                return told;
            }
        }

        var at = traces.StartOf(info.Id) ?? time.GetUtcNow();
        lock (gate)
        {
            At(info.Number).StartedAt = at;
        }

        return at;
    }

    private sealed class Veil(DomainTable table, Guid id) : IDisposable
    {
        public void Dispose()
        {
            lock (table.gate)
            {
                table.making.Remove(id);
            }
        }
    }
}
