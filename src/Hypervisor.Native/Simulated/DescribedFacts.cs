using System.Globalization;

namespace Hypervisor.Native.Simulated;

/// <summary>Makes the facts of a host of its description.</summary>
internal static class DescribedFacts
{
    private const string Flags =
        "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ht syscall nx pdpe1gb rdtscp lm " +
        "constant_tsc rep_good nopl cpuid pni pclmulqdq vmx ssse3 fma cx16 sse4_1 sse4_2 movbe popcnt aes xsave avx f16c rdrand hypervisor lahf_lm abm";

    private const string Features = "bfebfbff-77fefbff-2c100800-00000021-00000001-000037ab-00000000-00000000";

    /// <summary>The facts of a host at its place in a world.</summary>
    public static HostFacts Of(SimulatedHost host, Seed seed, int place, string bootId)
    {
        var own = OfPlace(seed, place);
        var id = host.Id ?? own.With("id").Id();
        return new()
        {
            Id = id,
            Name = NameOf(host, place),
            BootId = bootId,
            MemoryBytes = DescribedDomains.MemoryMiB(host, seed, place) << 20,
            Nodes = host.Nodes,
            SocketsPerNode = host.SocketsPerNode,
            CoresPerSocket = host.CoresPerSocket,
            ThreadsPerCore = host.ThreadsPerCore,
            Capabilities = host.Hvm
                ? ["xen-3.0-x86_64", "xen-3.0-x86_32p", "hvm-3.0-x86_32", "hvm-3.0-x86_32p", "hvm-3.0-x86_64"]
                : ["xen-3.0-x86_64", "xen-3.0-x86_32p"],
            HasHvm = host.Hvm,
            Scheduler = "credit",
            Schedulers = ["credit", "credit2", "rtds", "null"],
            DefaultPool = own.With(id).With("Pool-0").Id(),
            Bootloaders = ["pygrub"],
            Versions = Versions(host, place),
            Cpus = [.. Enumerable.Range(0, host.Cpus).Select(n => new CpuFacts(n, host.CpuVendor, host.CpuMHz, host.CpuModel, "2", Flags, Features))],
            Nics = [.. host.Nics.Select(nic => new NicFacts(nic.Device, nic.Mac ?? Mac(own, nic.Device), nic.Mtu, nic.Bridge))],
            Pcis = [.. host.Pcis.Select(Pci)],
            Scsis = [.. host.Scsis.Select(scsi => Scsi(own, scsi))],
        };
    }

    /// <summary>The name of a host.</summary>
    public static string NameOf(SimulatedHost host, int place) => host.Name ?? $"xen-{place + 1}";

    /// <summary>The seed of what is on a host.</summary>
    public static Seed OfPlace(Seed seed, int place) => seed.With("host").With(place);

    /// <summary>The parts of a PCI address; null where it is none.</summary>
    public static (int Domain, int Bus, int Slot, int Function)? PciParts(string address)
    {
        if (address.Length != 12 || address[4] != ':' || address[7] != ':' || address[10] != '.')
        {
            return null;
        }

        return Hex(address[..4]) is { } domain && Hex(address[5..7]) is { } bus && Hex(address[8..10]) is { } slot && Hex(address[11..]) is { } function
            && slot < 32 && function < 8
            ? (domain, bus, slot, function)
            : null;
    }

    /// <summary>The parts of a SCSI address; null where it is none.</summary>
    public static int[]? ScsiParts(string address)
    {
        var texts = address.Split(':');
        var parts = new int[4];
        for (var i = 0; i < parts.Length; i++)
        {
            if (texts.Length != parts.Length || texts[i].Length > 5 || !int.TryParse(texts[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]))
            {
                return null;
            }
        }

        return parts;
    }

    private static int? Hex(string text) =>
        int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Mac(Seed own, string device)
    {
        var number = own.With("nic").With(device).Value;
        return $"3c:ec:ef:{(byte)number:x2}:{(byte)(number >> 8):x2}:{(byte)(number >> 16):x2}";
    }

    private static PciFacts Pci(SimulatedPci pci)
    {
        var (domain, bus, slot, function) = PciParts(pci.Address)!.Value;
        return new(
            domain, bus, slot, function, pci.Vendor, pci.Device, pci.Revision, pci.Class, pci.SubsystemVendor ?? pci.Vendor, pci.Subsystem, pci.Driver);
    }

    private static ScsiFacts Scsi(Seed own, SimulatedScsi scsi)
    {
        var at = ScsiParts(scsi.Address)!;
        var id = scsi.ScsiId ?? $"3{own.With("scsi").With(scsi.Address).Value:x16}";
        return new(
            at[0], at[1], at[2], at[3], scsi.Vendor, scsi.Model, scsi.Type, scsi.BlockDevice, scsi.GenericDevice, scsi.Revision, id, scsi.Level);
    }

    private static Dictionary<string, string> Versions(SimulatedHost host, int place) => new()
    {
        ["Xen"] = "4.17.7",
        ["xen_major"] = "4",
        ["xen_minor"] = "17",
        ["xen_extra"] = ".7",
        ["xen_caps"] = host.Hvm ? "xen-3.0-x86_64 hvm-3.0-x86_32 hvm-3.0-x86_32p hvm-3.0-x86_64" : "xen-3.0-x86_64",
        ["xen_scheduler"] = "credit",
        ["xen_pagesize"] = "4096",
        ["xen_commandline"] = $"dom0_mem={host.ControlMemoryMiB}M,max:{host.ControlMemoryMiB}M",
        ["xen_changeset"] = "simulated",
        ["platform_params"] = "virt_start=0xffff800000000000",
        ["cc_compiler"] = "simulated",
        ["cc_compile_by"] = "simulated",
        ["cc_compile_domain"] = "simulated",
        ["cc_compile_date"] = "simulated",
        ["machine"] = "x86_64",
        ["system"] = "Linux",
        ["release"] = "6.1.0-56-amd64",
        ["host"] = NameOf(host, place),
    };
}
