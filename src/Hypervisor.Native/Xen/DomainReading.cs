using System.Text.Json;

namespace Hypervisor.Native.Xen;

/// <summary>Reads what libxenlight says that a domain is made of. <see cref="DomainJson"/> goes the other way.</summary>
internal static class DomainReading
{
    private const long KiB = 1024;
    private const int MicrosecondsPerSecond = 1_000_000;
    private const int UsualMtu = 1500;
    private const int UsualWeight = 256;

    /// <summary>The whole of a domain.</summary>
    public static DomainConfig Of(Guid id, JsonElement config, Guid pool)
    {
        var (create, build) = (config.Part("c_info"), config.Part("b_info"));
        var kind = create.Text("type");
        var own = build.Part($"type.{kind}");
        var sched = build.Part("sched_params");
        var online = build.Items("avail_vcpus").Count();
        var most = (int)build.Number("max_vcpus", Math.Max(online, 1));
        return new()
        {
            Id = id,
            Name = create.Text("name") is { Length: > 0 } name ? name : $"{id}",
            MemoryBytes = build.Number("target_memkb") * KiB,
            MaxMemoryBytes = Math.Max(build.Number("max_memkb"), build.Number("target_memkb")) * KiB,
            Vcpus = online > 0 ? online : most,
            MaxVcpus = most,
            Scheduling = new((int)sched.Number("weight", UsualWeight) is > 0 and var weight ? weight : UsualWeight, (int)Math.Max(sched.Number("cap"), 0)),
            Pins = Pins(build, most),
            Boot = new(
                kind == "hvm", own.Text("boot"), Old(build, own, "bootloader"),
                string.Join(' ', build.Items("bootloader_args").Select(word => word.GetString())),
                Old(build, own, "kernel"), Old(build, own, "ramdisk"), Old(build, own, "cmdline")),
            Platform = Platform(kind, build, own),
            Pool = pool,
            Disks = [.. config.Items("disks").Select(Disk)],
            Nics = [.. config.Items("nics").Select(Nic)],
            Pcis = [.. config.Items("pcidevs").Select(Pci)],
        };
    }

    /// <summary>The address of a PCI device.</summary>
    public static PciConfig Pci(JsonElement pci) => new(
        $"{pci.Number("domain"):x4}:{pci.Number("bus"):x2}:{pci.Number("dev"):x2}.{pci.Number("func"):x}",
        pci.Number("vdevfn") is > 0 and var slot ? (int)(slot >> 3) : -1,
        new Dictionary<string, string>());

    private static DiskConfig Disk(JsonElement disk) => new(
        disk.Text("vdev"), disk.Text("pdev_path"),
        disk.Text("format") is { Length: > 0 } format && format is not ("empty" or "unknown") ? format : "raw",
        disk.Number("readwrite") == 0, disk.Number("is_cdrom") != 0, false);

    private static NicConfig Nic(JsonElement nic) =>
        new($"{nic.Number("devid")}", nic.Text("mac"), (int)nic.Number("mtu", UsualMtu), nic.Text("bridge"), Rate(nic));

    private static RateLimit? Rate(JsonElement nic) => nic.Number("rate_interval_usecs") is > 0 and <= int.MaxValue and var slice && nic.Number("rate_bytes_per_interval") is > 0 and var bytes
        ? new((long)Int128.Min((Int128)bytes * MicrosecondsPerSecond / slice, long.MaxValue), (int)slice)
        : null;

    // Older versions keep what boots a guest with its kind.
    private static string Old(JsonElement build, JsonElement own, string name) => build.Text(name) is { Length: > 0 } text ? text : own.Text(name);

    private static Dictionary<int, IReadOnlyList<int>> Pins(JsonElement build, int vcpus)
    {
        var pins = new Dictionary<int, IReadOnlyList<int>>();
        foreach (var (cpus, vcpu) in build.Items("vcpu_hard_affinity").Take(vcpus).Select((cpus, vcpu) => (cpus, vcpu)))
        {
            var list = cpus.ValueKind == JsonValueKind.Array ? cpus.EnumerateArray().Select(cpu => cpu.GetInt32()).ToList() : [];
            if (list.Count > 0)
            {
                pins[vcpu] = list;
            }
        }

        return pins;
    }

    private static Dictionary<string, string> Platform(string kind, JsonElement build, JsonElement own)
    {
        var platform = new Dictionary<string, string>();
        if (kind == "pvh")
        {
            platform["pvh"] = "true";
        }

        if (build.Text("tsc_mode") is { Length: > 0 } mode and not "default")
        {
            platform["tsc_mode"] = mode;
        }

        foreach (var name in (ReadOnlySpan<string>)["acpi", "apic", "pae", "viridian", "hpet", "nx"])
        {
            var value = build.Text(name) is { Length: > 0 } set ? set : own.Text(name);
            if (value is LibxlJson.On or LibxlJson.Off)
            {
                platform[name] = value == LibxlJson.On ? "true" : "false";
            }
        }

        return platform;
    }
}
