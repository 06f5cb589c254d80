namespace Hypervisor.Native.Simulated;

/// <summary>Refuses configurations that make no sense on a host, as Xen would.</summary>
internal static class ConfigCheck
{
    private const int MostHvmVcpus = 128;
    private const int MostPvVcpus = 512;
    private const long LeastMemoryBytes = 4096;

    /// <summary>Whether a configuration that was read of a file has all its parts.</summary>
    public static bool IsWhole(DomainConfig config) => config is
    {
        Scheduling: not null, Pins: not null, Platform: not null, Disks: not null, Nics: not null, Pcis: not null, Scsis: not null,
    };

    /// <summary>Refuses a domain.</summary>
    public static void Domain(DomainConfig config, HostFacts facts)
    {
        if (config.Id == Guid.Empty || config.Name.Length == 0)
        {
            throw Refusal.Invalid("A domain needs an identity and a name.");
        }

        if (config.Boot.IsFullyVirtual && !facts.HasHvm)
        {
            throw Refusal.Unsupported("The host cannot run HVM guests.");
        }

        if (config.MemoryBytes < LeastMemoryBytes || config.MaxMemoryBytes < config.MemoryBytes)
        {
            throw Refusal.Invalid($"Memory of {config.MemoryBytes} bytes, at most {config.MaxMemoryBytes}, makes no domain.");
        }

        var most = config.Boot.IsFullyVirtual ? MostHvmVcpus : MostPvVcpus;
        if (config.Vcpus < 1 || config.MaxVcpus < config.Vcpus || config.MaxVcpus > most)
        {
            throw Refusal.Invalid($"A domain has 1 to {most} virtual CPUs, not {config.Vcpus} of {config.MaxVcpus}.");
        }

        Scheduling(config.Scheduling, config.MaxVcpus);
        foreach (var (vcpu, cpus) in config.Pins)
        {
            Pin(config, facts, vcpu, cpus);
        }

        foreach (var disk in config.Disks)
        {
            Disk(disk);
        }

        Once("disk", config.Disks.Select(disk => disk.Device));
        Once("interface", config.Nics.Select(nic => nic.Device));
        Once("SCSI device", config.Scsis.Select(scsi => scsi.Address));
        GuestHabits.Of(config.Platform);
    }

    /// <summary>Refuses a share of the CPUs.</summary>
    public static void Scheduling(Scheduling scheduling, int vcpus)
    {
        if (scheduling.Weight is < 1 or > 65535 || scheduling.CapPercent < 0 || scheduling.CapPercent > vcpus * 100)
        {
            throw Refusal.Invalid($"The weight is 1 to 65535 and the cap 0 to {vcpus * 100}, not {scheduling.Weight} and {scheduling.CapPercent}.");
        }
    }

    /// <summary>Refuses a binding of a virtual CPU.</summary>
    public static void Pin(DomainConfig config, HostFacts facts, int vcpu, IReadOnlyList<int> cpus)
    {
        if (vcpu < 0 || vcpu >= config.MaxVcpus)
        {
            throw Refusal.Invalid($"The domain has no virtual CPU {vcpu}.");
        }

        foreach (var cpu in cpus)
        {
            if (cpu < 0 || cpu >= facts.Cpus.Count)
            {
                throw Refusal.Invalid($"The host has no CPU {cpu}.");
            }
        }
    }

    /// <summary>Refuses a disk.</summary>
    public static void Disk(DiskConfig disk)
    {
        if (disk.Device.Length == 0)
        {
            throw Refusal.Invalid("A disk needs a name in the guest.");
        }

        if (disk.Path.Length == 0 && !disk.IsCdrom)
        {
            throw Refusal.Invalid($"Disk {disk.Device} has no image; only a drive can be empty.");
        }
    }

    private static void Once(string kind, IEnumerable<string> names)
    {
        var seen = new HashSet<string>();
        foreach (var name in names)
        {
            if (!seen.Add(name))
            {
                throw Refusal.Invalid($"The domain has {kind} {name} twice.");
            }
        }
    }
}
