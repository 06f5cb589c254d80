namespace Hypervisor.Native.Simulated;

/// <summary>
/// What guests use, made up from the seed and the time when somebody asks. Most are nearly idle and a few are busy.
/// </summary>
internal sealed class GuestLoad(Seed seed)
{
    private const double WhileBooting = 0.9;

    /// <summary>The part of the time that each virtual CPU of a domain runs on average, from 0 to 1.</summary>
    public double Cpu(LivingDomain living) => living.Habits.CpuLoad ?? 0.01 + (0.4 * Rare(seed.With(living.Id).With("cpu")));

    /// <summary>What an interface moves on average.</summary>
    public Flow Nic(Guid domain, NicConfig nic) => Limited(Mean(seed.With(domain).With("nic").With(nic.Device), 500), nic);

    /// <summary>What a virtual CPU does.</summary>
    public VcpuSample Vcpu(LivingDomain living, int vcpu, CpuPool pool, bool hasBooted, DateTimeOffset now)
    {
        var config = living.Domain.Config;
        var own = seed.With(living.Id).With("vcpu").With(vcpu);
        var cpus = config.Pins.TryGetValue(vcpu, out var pins) && pins.Count > 0 ? pins : pool.Config.Cpus;
        var cpu = cpus.Count == 0 ? 0 : cpus[own.With(now.ToUnixTimeSeconds() / 60).Below(cpus.Count)];
        if (living.Domain.State != DomainState.Running)
        {
            return new(0, cpu, false);
        }

        var wanted = hasBooted ? Cpu(living) * Swing(own, now) : vcpu == 0 ? WhileBooting : 0;
        var most = config.Scheduling.CapPercent == 0 ? 1 : config.Scheduling.CapPercent / 100.0 / config.Vcpus;
        var load = Math.Clamp(wanted * pool.Share, 0, Math.Min(most, 1));
        return new(load, cpu, own.With(now.ToUnixTimeSeconds()).Unit < load);
    }

    /// <summary>What a disk moves.</summary>
    public Flow Disk(LivingDomain living, DiskConfig disk, bool hasBooted, DateTimeOffset now)
    {
        if (living.Domain.State != DomainState.Running || disk.Path.Length == 0)
        {
            return default;
        }

        var own = seed.With(living.Id).With("disk").With(disk.Device);
        var flow = hasBooted ? Times(Mean(own, 800), Swing(own, now)) : new(20_000 * (0.5 + own.Unit), 500 * own.Unit);
        return disk.IsReadOnly ? flow with { WriteKiBPerSecond = 0 } : flow;
    }

    /// <summary>What an interface moves, and what it has moved while the guest ran.</summary>
    public Flow Nic(LivingDomain living, NicConfig nic, bool hasBooted, DateTimeOffset now)
    {
        var mean = Nic(living.Id, nic);
        var seconds = hasBooted ? living.Ran(now).TotalSeconds : 0;
        var flow = living.Domain.State == DomainState.Running && hasBooted
            ? Limited(Times(mean, Swing(seed.With(living.Id).With("nic").With(nic.Device), now)), nic)
            : default;
        return flow with { ReadKiB = mean.ReadKiBPerSecond * seconds, WriteKiB = mean.WriteKiBPerSecond * seconds };
    }

    // What a guest sends can be limited, what comes to it cannot.
    private static Flow Limited(Flow flow, NicConfig nic) =>
        nic.Rate is { } rate ? flow with { WriteKiBPerSecond = Math.Min(flow.WriteKiBPerSecond, rate.BytesPerSecond / 1024.0) } : flow;

    /// <summary>What a guest reports of itself once it has booted.</summary>
    public GuestReport Report(LivingDomain living)
    {
        var own = seed.With(living.Id);
        var config = living.Domain.Config;
        var version = own.With("os").Of<string>(["11", "12", "13"]);
        return new(
            new Dictionary<string, string>
            {
                ["name"] = $"Debian GNU/Linux {version}", ["distro"] = "debian", ["major"] = version, ["minor"] = "0", ["uname"] = "6.1.0-56-amd64",
            },
            new Dictionary<string, string> { ["major"] = "8", ["minor"] = "4", ["micro"] = "0", ["build"] = "1" },
            new Dictionary<string, string>
            {
                ["total"] = $"{config.MemoryBytes}", ["free"] = $"{(long)(config.MemoryBytes * (0.2 + (0.6 * own.With("free").Unit)))}",
            },
            config.Disks.Where(disk => !disk.IsCdrom).ToDictionary(disk => disk.Device, disk => disk.Format),
            config.Nics.ToDictionary(nic => $"{nic.Device}/ip", nic => Address(own.With("ip").With(nic.Device))),
            new Dictionary<string, string> { ["platform-feature-multiprocessor-suspend"] = "1" });
    }

    /// <summary>How a part of the host goes up and down about its mean: from a half to one and a half.</summary>
    public double Swing(string part, DateTimeOffset now) => Swing(seed.With(part), now);

    /// <summary>A flow, so many times as strong.</summary>
    public static Flow Times(Flow flow, double factor) => new(flow.ReadKiBPerSecond * factor, flow.WriteKiBPerSecond * factor);

    private static string Address(Seed own) => $"10.{own.With("a").Below(256)}.{own.With("b").Below(256)}.{1 + own.With("c").Below(254)}";

    private static double Swing(Seed own, DateTimeOffset now) => 0.5 + own.Wave(now);

    private static Flow Mean(Seed own, double most) => new(1 + (most * Rare(own.With("read"))), 1 + (most * Rare(own.With("write"))));

    private static double Rare(Seed own) => Math.Pow(own.Unit, 4);
}
