using System.Globalization;
using System.Text.Json.Nodes;

namespace Hypervisor.Native.Xen;

/// <summary>Says in libxenlight's words what a domain is made of: a <c>domain_config</c>. <see cref="DomainReading"/> goes the other way.</summary>
internal static class DomainJson
{
    private const string Pygrub = "pygrub";
    private const string Quiet = "-q";
    private const int KiB = 1024;
    private const int MicrosecondsPerSecond = 1_000_000;

    /// <summary>The whole of a domain.</summary>
    /// <param name="config">What is wanted.</param>
    /// <param name="pool">The name of the CPU pool to start in; null for the one that Xen starts with.</param>
    public static JsonObject Of(DomainConfig config, string? pool)
    {
        if (config.Scsis.Count > 0)
        {
            throw Unsupported("SCSI devices of the host (libxenlight has none; attach the disk as a block device)");
        }

        if (config.HasTpm)
        {
            throw Unsupported("virtual TPMs (they need a domain of their own that runs vtpmmgr)");
        }

        var kind = KindOf(config);
        var create = new JsonObject
        {
            ["type"] = kind,
            ["name"] = config.Name,
            ["uuid"] = $"{config.Id}",
            ["run_hotplug_scripts"] = LibxlJson.On,
        };
        if (pool is not null)
        {
            create["pool_name"] = pool;
        }

        // Xen must know from the start that a domain may be given PCI devices.
        if (config.Pcis.Count > 0 || PlatformKeys.IsOn(config.Platform, "passthrough"))
        {
            create["passthrough"] = "enabled";
        }

        var all = new JsonObject { ["c_info"] = create, ["b_info"] = Build(config, kind) };
        Add(all, "disks", config.Disks.Select(Of));
        Add(all, "nics", config.Nics.Select(Of));
        Add(all, "pcidevs", config.Pcis.Select(Of));
        if (kind != "hvm" && PlatformKeys.IsOn(config.Platform, "vnc", "vfb"))
        {
            all["vfbs"] = new JsonArray(new JsonObject { ["vnc"] = Vnc(config.Platform) });
            all["vkbs"] = new JsonArray(new JsonObject { ["devid"] = 0 });
        }

        // The domain stays until its end is ordered; what follows a death is not the library's to decide.
        foreach (var end in (ReadOnlySpan<string>)["on_poweroff", "on_reboot", "on_watchdog", "on_crash"])
        {
            all[end] = "preserve";
        }

        return all;
    }

    /// <summary>A disk or drive.</summary>
    public static JsonObject Of(DiskConfig disk)
    {
        var made = new JsonObject
        {
            ["vdev"] = disk.Device,
            ["format"] = disk.Path.Length == 0 ? "empty" : disk.Format,
            ["readwrite"] = disk.IsReadOnly || disk.IsCdrom ? 0 : 1,
            ["is_cdrom"] = disk.IsCdrom ? 1 : 0,
            ["removable"] = disk.IsCdrom ? 1 : 0,
        };
        if (disk.Path.Length > 0)
        {
            made["pdev_path"] = disk.Path;
        }

        return made;
    }

    /// <summary>A network interface.</summary>
    public static JsonObject Of(NicConfig nic)
    {
        var made = new JsonObject { ["devid"] = NumberOf(nic), ["mac"] = nic.Mac, ["mtu"] = nic.Mtu };
        if (nic.Bridge.Length > 0)
        {
            made["bridge"] = nic.Bridge;
        }

        if (nic.Rate is { } rate)
        {
            made["rate_bytes_per_interval"] = Math.Max((long)(((Int128)rate.BytesPerSecond * rate.SliceMicroseconds + MicrosecondsPerSecond / 2) / MicrosecondsPerSecond), 1);
            made["rate_interval_usecs"] = rate.SliceMicroseconds;
        }

        return made;
    }

    /// <summary>A PCI device of the host.</summary>
    public static JsonObject Of(PciConfig pci)
    {
        var parts = pci.Address.Split(':', '.');
        if (parts.Length != 4 || parts.Any(part => !int.TryParse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _)))
        {
            throw new HypervisorException(HypervisorFault.Invalid, $"{pci.Address} is no address of a PCI device; they look like 0000:00:1f.2.");
        }

        var made = new JsonObject
        {
            ["domain"] = Hex(parts[0]), ["bus"] = Hex(parts[1]), ["dev"] = Hex(parts[2]), ["func"] = Hex(parts[3]),
            ["permissive"] = PlatformKeys.IsOn(pci.Options, "permissive"),
            ["msitranslate"] = PlatformKeys.IsOn(pci.Options, "msitranslate"),
            ["power_mgmt"] = PlatformKeys.IsOn(pci.Options, "power_mgmt"),
        };
        if (pci.Slot >= 0)
        {
            made["vdevfn"] = pci.Slot << 3;
        }

        return made;

        static int Hex(string part) => int.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    /// <summary>The number of an interface.</summary>
    public static int NumberOf(NicConfig nic) => int.TryParse(nic.Device, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new HypervisorException(HypervisorFault.Invalid, $"{nic.Device} is no number of a network interface.");

    // A guest made for Xen is a PV one, unless it is said to run in the hardware's virtual machine without a PC around it.
    private static string KindOf(DomainConfig config) => config.Boot.IsFullyVirtual ? "hvm" : PlatformKeys.IsOn(config.Platform, "pvh") ? "pvh" : "pv";

    private static JsonObject Build(DomainConfig config, string kind)
    {
        var boot = config.Boot;
        var build = new JsonObject
        {
            ["max_vcpus"] = config.MaxVcpus,
            ["avail_vcpus"] = Bits(Enumerable.Range(0, config.Vcpus)),
            ["max_memkb"] = config.MaxMemoryBytes / KiB,
            ["target_memkb"] = config.MemoryBytes / KiB,
            ["sched_params"] = new JsonObject { ["weight"] = config.Scheduling.Weight, ["cap"] = config.Scheduling.CapPercent },
        };
        Text(build, "kernel", boot.Kernel);

        // A PC that boots as PCs do has no use for these, and the library refuses them.
        if (kind != "hvm" || boot.Kernel.Length > 0)
        {
            Text(build, "ramdisk", boot.Ramdisk);
            Text(build, "cmdline", boot.CommandLine);
        }

        if (boot.Bootloader.Length > 0)
        {
            build["bootloader"] = boot.Bootloader;
            var words = boot.BootloaderArgs.Split(' ', StringSplitOptions.RemoveEmptyEntries);

            // Nobody is there to choose from its menu, which takes a terminal that a service has not.
            string[] quiet = Path.GetFileName(boot.Bootloader) == Pygrub && !words.Contains(Quiet) ? [Quiet] : [];
            Add(build, "bootloader_args", [.. quiet, .. words]);
        }

        var own = new JsonObject();
        if (kind == "hvm")
        {
            own["boot"] = boot.Order;
            own["vnc"] = Vnc(config.Platform);
            own["serial"] = "pty";
            own["usb"] = LibxlJson.On;
            own["usbdevice"] = "tablet";
        }

        PlatformKeys.Write(config.Platform, kind, build, own);
        build[$"type.{kind}"] = own;
        return build;
    }

    // Whoever has the address can use the screen: it is the host's own, unless said otherwise.
    private static JsonObject Vnc(IReadOnlyDictionary<string, string> platform)
    {
        var vnc = new JsonObject { ["enable"] = LibxlJson.On, ["listen"] = platform.GetValueOrDefault("vnclisten", "127.0.0.1"), ["findunused"] = LibxlJson.On };
        if (platform.GetValueOrDefault("vncpasswd") is { Length: > 0 } password)
        {
            vnc["passwd"] = password;
        }

        return vnc;
    }

    private static JsonArray Bits(IEnumerable<int> bits) => new([.. bits.Distinct().Order().Select(bit => (JsonNode)bit)]);

    private static void Text(JsonObject into, string name, string value)
    {
        if (value.Length > 0)
        {
            into[name] = value;
        }
    }

    private static void Add(JsonObject build, string name, string[] words)
    {
        if (words.Length > 0)
        {
            build[name] = new JsonArray([.. words.Select(word => (JsonNode)word)]);
        }
    }

    private static void Add(JsonObject all, string name, IEnumerable<JsonObject> devices)
    {
        var list = devices.ToArray<JsonNode>();
        if (list.Length > 0)
        {
            all[name] = new JsonArray(list);
        }
    }

    private static HypervisorException Unsupported(string what) => new(HypervisorFault.Unsupported, $"This driver has no {what}.");
}
