namespace Hypervisor.Native.Simulated;

/// <summary>Makes the domains that run from the beginning of a host's description.</summary>
internal static class DescribedDomains
{
    private const long UsualMemoryMiB = 32 * 1024;
    private const int MacNumbers = 1 << 24;

    private static readonly string[] Work = ["web", "db", "mail", "build", "cache", "proxy", "files", "desk", "queue", "test"];
    private static readonly string[] Kinds = ["PV", "HVM"];
    private static readonly int[] Sizes = [256, 512, 512, 1024, 1024, 2048];
    private static readonly int[] Widths = [1, 1, 2, 4];
    private static readonly BootConfig Para = new(false, "", "pygrub", "", "", "", "");
    private static readonly BootConfig Full = new(true, "cd", "", "", "", "", "");

    /// <summary>The memory of a host: what is said, or what its machines need and a quarter more.</summary>
    public static long MemoryMiB(SimulatedHost host, Seed seed, int place) =>
        host.MemoryMiB ?? Math.Max(UsualMemoryMiB, (NeededMiB(host, seed, place) * 5 / 4) + 1023 & ~1023L);

    /// <summary>What the machines of a host and its control domain need.</summary>
    public static long NeededMiB(SimulatedHost host, Seed seed, int place)
    {
        var sum = host.ControlMemoryMiB + host.Vms.Sum(vm => vm.MemoryMiB);
        for (var i = 0; i < host.SeededVms; i++)
        {
            sum += Own(seed, place, i).With("memory").Of<int>(Sizes);
        }

        return sum;
    }

    /// <summary>The domains.</summary>
    public static IEnumerable<LivingDomain> Of(SimulatedHost host, Seed seed, int place, DateTimeOffset firstStart, Guid pool)
    {
        var number = 0;
        foreach (var vm in host.Vms)
        {
            var own = DescribedFacts.OfPlace(seed, place).With("vm").With(vm.Name);
            yield return Living(Told(vm, own), ++number, own, firstStart, pool, vm.Paused);
        }

        for (var i = 0; i < host.SeededVms; i++)
        {
            var own = Own(seed, place, i);
            yield return Living(MadeUp(host, seed, own, place, i), ++number, own, firstStart, pool, isPaused: false);
        }
    }

    private static Seed Own(Seed seed, int place, int index) => DescribedFacts.OfPlace(seed, place).With("seeded").With(index);

    private static LivingDomain Living(DomainConfig config, int number, Seed own, DateTimeOffset firstStart, Guid pool, bool isPaused)
    {
        // Guests that were there before have been up for a while: a day to half a year.
        var ran = TimeSpan.FromDays(1) + TimeSpan.FromSeconds(own.With("uptime").Below(180 * 24 * 3600));
        var hasOrders = config.Platform.Count > 0;
        return new()
        {
            Domain = new()
            {
                Id = config.Id,
                Number = number,
                State = isPaused ? DomainState.Paused : DomainState.Running,
                StartedAt = hasOrders ? firstStart : firstStart - ran,
                Pool = pool,
                Config = config,
                Consoles = Consoles.Of(config, number),
            },
            RanBefore = hasOrders ? TimeSpan.Zero : ran,
            RunsSince = isPaused ? null : firstStart,
            HasBooted = !hasOrders,
        };
    }

    private static DomainConfig Told(SimulatedVm vm, Seed own) => new()
    {
        Id = vm.Id ?? own.With("id").Id(),
        Name = vm.Name,
        MemoryBytes = vm.MemoryMiB << 20,
        MaxMemoryBytes = (vm.MaxMemoryMiB ?? vm.MemoryMiB) << 20,
        Vcpus = vm.Vcpus,
        MaxVcpus = vm.MaxVcpus ?? vm.Vcpus,
        Boot = vm.Hvm ? Full : Para,
        Platform = vm.Platform,
        Disks = [.. vm.Disks.Select(disk => new DiskConfig(disk.Device, disk.Path, disk.Format, disk.ReadOnly, disk.Cdrom, disk.Bootable, disk.Shareable))],
        Nics = [.. vm.Vifs.Select((vif, i) => new NicConfig($"{i}", vif.Mac ?? Mac(own.With("vif").With(i).Value), vif.Mtu, vif.Bridge))],
    };

    private static DomainConfig MadeUp(SimulatedHost host, Seed seed, Seed own, int place, int index)
    {
        var name = $"{own.With("work").Of<string>(Work)}-{place + 1}-{index + 1:00000}";
        var memory = (long)own.With("memory").Of<int>(Sizes) << 20;
        var vcpus = own.With("vcpus").Of<int>(Widths);

        // An odd step walks through all numbers, so that no two machines of a world have one address.
        var mac = seed.Value + ((ulong)((place * 500_003L) + index) * 2_654_435_761UL);
        return new()
        {
            Id = own.With("id").Id(),
            Name = name,
            MemoryBytes = memory,
            MaxMemoryBytes = memory,
            Vcpus = vcpus,
            MaxVcpus = vcpus,
            Boot = host.Hvm && own.With("kind").Of<string>(Kinds) == "HVM" ? Full : Para,
            Disks = [new("xvda", $"/var/lib/xen/images/{name}.img", "raw", false, false, true)],
            Nics = host.Nics.Count == 0 ? [] : [new("0", Mac(mac % MacNumbers), 1500, host.Nics[own.With("bridge").Below(host.Nics.Count)].Bridge)],
        };
    }

    private static string Mac(ulong number) => $"00:16:3e:{(byte)(number >> 16):x2}:{(byte)(number >> 8):x2}:{(byte)number:x2}";
}
