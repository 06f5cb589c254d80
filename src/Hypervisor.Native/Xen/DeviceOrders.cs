using System.Text.Json.Nodes;

namespace Hypervisor.Native.Xen;

/// <summary>Orders that give a running domain a device, or take one from it.</summary>
internal sealed class DeviceOrders(LibxlContext xen, XenStore store, DomainTable domains, QemuBackend qemu)
{
    private const string Kernel = "vbd";
    private const string Qemu = "qdisk";

    // XenbusStateInitWait and XenbusStateConnected of xen/include/public/io/xenbus.h.
    private static readonly string[] Served = ["2", "4"];

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private const int Moments = 150;

    private delegate int Act(nint context, uint domain, nint device, nint how);

    /// <summary>Gives a disk, or its drive another medium.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, DiskConfig disk)
    {
        var number = domains.Up(domain);
        var config = Config(domain);
        var isThere = disk.IsCdrom && config.Disks.Any(there => there.Device == disk.Device);
        if (isThere && config.Boot.IsFullyVirtual)
        {
            await DoAsync($"change the medium of {disk.Device}", number, xen.Types.Disk, DomainJson.Of(disk), Libxl.libxl_cdrom_insert).ConfigureAwait(false);
            return Backend(number, Qemu, disk);
        }

        if (isThere)
        {
            // Drives whose media come and go are a PC's: other guests lose the drive with its medium, and get another.
            await DetachDiskAsync(number, disk.Device, Libxl.libxl_device_disk_remove).ConfigureAwait(false);
        }

        if (!disk.IsCdrom || disk.Path.Length > 0 || config.Boot.IsFullyVirtual)
        {
            await AddAsync(number, disk).ConfigureAwait(false);
        }

        return Backend(number, QemuBackend.Serves(disk) ? Qemu : Kernel, disk);
    }

    /// <summary>Gives a network interface.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, NicConfig nic)
    {
        var number = domains.Up(domain);
        await DoAsync($"attach interface {nic.Device}", number, xen.Types.Nic, DomainJson.Of(nic), Libxl.libxl_device_nic_add).ConfigureAwait(false);
        return Backend(number, "vif", child => child.EndsWith($"/{nic.Device}", StringComparison.Ordinal));
    }

    /// <summary>Gives a PCI device of the host, which the host's own driver lets go of.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, PciConfig pci)
    {
        var number = domains.Up(domain);
        await FreeAsync(pci).ConfigureAwait(false);
        await DoAsync($"attach PCI device {pci.Address}", number, xen.Types.Pci, DomainJson.Of(pci), Libxl.libxl_device_pci_add).ConfigureAwait(false);
        return new Dictionary<string, string>();
    }

    /// <summary>Has the host let go of a PCI device, so that a domain can have it.</summary>
    public Task FreeAsync(PciConfig pci) => Task.Run(() =>
    {
        using var value = new LibxlValue(xen, xen.Types.Pci, DomainJson.Of(pci));
        xen.Ask($"take PCI device {pci.Address} from the host", null, () => Libxl.libxl_device_pci_assignable_add(xen.Handle, value.At, 1));
    });

    /// <summary>Takes a device away.</summary>
    public Task DetachAsync(Guid domain, DeviceKind kind, string device)
    {
        var number = domains.Up(domain);
        var config = Config(domain);
        return kind switch
        {
            DeviceKind.Disk when config.Disks.Any(disk => disk.Device == device) => DetachDiskAsync(number, device, Libxl.libxl_device_disk_remove),
            DeviceKind.Nic when config.Nics.FirstOrDefault(nic => nic.Device == device) is { } nic => DetachNicAsync(number, nic, Libxl.libxl_device_nic_remove),
            DeviceKind.Pci when config.Pcis.FirstOrDefault(pci => pci.Address == device) is { } pci =>
                DoAsync($"detach PCI device {device}", number, xen.Types.Pci, DomainJson.Of(pci), Libxl.libxl_device_pci_remove),
            _ => throw new HypervisorException(HypervisorFault.NotFound, $"Domain {domain} has no {kind} {device}."),
        };
    }

    /// <summary>Takes the disks and interfaces from a domain, whether its guest lets go of them or not.</summary>
    public async Task StripAsync(uint number, DomainConfig config)
    {
        foreach (var disk in config.Disks)
        {
            await DetachDiskAsync(number, disk.Device, Libxl.libxl_device_disk_destroy).ConfigureAwait(false);
        }

        foreach (var nic in config.Nics)
        {
            await DetachNicAsync(number, nic, Libxl.libxl_device_nic_destroy).ConfigureAwait(false);
        }
    }

    // What is taken away is named as it is there, with the driver that serves it.
    private Task DetachDiskAsync(uint number, string device, Act act)
    {
        var value = new LibxlValue(xen, xen.Types.Disk);
        xen.Ask($"find disk {device}", number, () => Libxl.libxl_vdev_to_device_disk(xen.Handle, number, device, value.At));
        return DoAsync($"detach disk {device}", number, value, act);
    }

    private Task DetachNicAsync(uint number, NicConfig nic, Act act)
    {
        var value = new LibxlValue(xen, xen.Types.Nic);
        xen.Ask($"find interface {nic.Device}", number, () => Libxl.libxl_devid_to_device_nic(xen.Handle, number, DomainJson.NumberOf(nic), value.At));
        return DoAsync($"detach interface {nic.Device}", number, value, act);
    }

    private Task DoAsync(string what, uint number, LibxlType type, JsonObject device, Act act) => DoAsync(what, number, new(xen, type, device), act);

    private async Task DoAsync(string what, uint number, LibxlValue device, Act act)
    {
        using var value = device;
        try
        {
            await xen.DoAsync(what, number, (context, how) => act(context, number, value.At, how)).ConfigureAwait(false);
        }
        finally
        {
            domains.Changed(number);
        }
    }

    private DomainConfig Config(Guid domain) => (domains.Find(domain) ?? throw DomainTable.NoDomain(domain)).Config;

    private async Task AddAsync(uint number, DiskConfig disk)
    {
        if (QemuBackend.Serves(disk))
        {
            await qemu.EnsureAsync(number).ConfigureAwait(false);
        }

        await DoAsync($"attach disk {disk.Device}", number, xen.Types.Disk, DomainJson.Of(disk), Libxl.libxl_device_disk_add).ConfigureAwait(false);
        if (QemuBackend.Serves(disk) && !await IsServedAsync(number, disk).ConfigureAwait(false))
        {
            await DetachDiskAsync(number, disk.Device, Libxl.libxl_device_disk_destroy).ConfigureAwait(false);
            throw new HypervisorException(HypervisorFault.Failed, $"QEMU does not serve disk {disk.Device}: {disk.Path} may be damaged, or of another format than {disk.Format}.");
        }
    }

    // The library does not wait for QEMU.
    private async Task<bool> IsServedAsync(uint number, DiskConfig disk)
    {
        for (var moment = 0; moment < Moments; moment++)
        {
            if (Backend(number, Qemu, disk).TryGetValue("state", out var state) && Served.Contains(state))
            {
                return true;
            }

            await Task.Delay(Moment).ConfigureAwait(false);
        }

        return false;
    }

    private Dictionary<string, string> Backend(uint number, string kind, DiskConfig disk) => Backend(number, kind, child => store.Read($"{child}/dev") == disk.Device);

    // What the driver of the control domain tells of the device.
    private Dictionary<string, string> Backend(uint number, string kind, Func<string, bool> isIt)
    {
        var root = $"/local/domain/0/backend/{kind}/{number}";
        var told = new Dictionary<string, string>();
        if (store.List(root).Select(name => $"{root}/{name}").FirstOrDefault(isIt) is { } place)
        {
            foreach (var name in store.List(place))
            {
                if (store.Read($"{place}/{name}") is { Length: > 0 } value)
                {
                    told[name] = value;
                }
            }
        }

        return told;
    }
}
