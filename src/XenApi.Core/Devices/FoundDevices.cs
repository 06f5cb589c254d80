using Hypervisor.Native;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Networks;
using XenApi.Core.Storage;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>
/// Writes down the disks and interfaces that a domain has and no record tells of: those of another toolstack, and those of
/// an order that the hypervisor carried out when nobody waited for it any more. One serves a whole commit.
/// </summary>
internal sealed class FoundDevices(Changes changes)
{
    private Dictionary<string, Ref<Network>>? networks;
    private Dictionary<string, Ref<Vdi>>? locations;

    // Looked up only where something was found: a commit hardly ever needs them.
    private Dictionary<string, Ref<Network>> Networks => networks ??= By(changes.All<Network>(), NetworkBridge.Of);

    private Dictionary<string, Ref<Vdi>> Locations => locations ??= By(changes.All<Vdi>().Where(image => !image.IsOurs), image => ImageLocation.Read(image.Location).Path);

    /// <summary>Writes what there is; what no record can hold is passed over.</summary>
    public void Write(Vm vm, DomainConfig config)
    {
        var disks = vm.Vbds.Select(changes.Get).Select(vbd => vbd.Device).ToHashSet(StringComparer.Ordinal);
        foreach (var disk in config.Disks.Where(disk => !disks.Contains(disk.Device)))
        {
            Write(vm, disk);
        }

        var nics = vm.Vifs.Select(changes.Get).Select(vif => NicNames.Bare(vif.Device)).ToHashSet(StringComparer.Ordinal);
        foreach (var nic in config.Nics.Where(nic => !nics.Contains(NicNames.Bare(nic.Device))))
        {
            Write(vm, nic);
        }
    }

    /// <summary>Puts the drives right whose domain has another medium than the record says: a change of it was cut off, or made by others.</summary>
    public void WriteMedia(Vm vm, DomainConfig config)
    {
        foreach (var drive in vm.Vbds.Select(changes.Get).Where(vbd => vbd is { Type: VbdType.Cd, CurrentlyAttached: true }))
        {
            if (config.Disks.FirstOrDefault(disk => disk.Device == drive.Device) is { } disk && !drive.Shows(disk.Path))
            {
                // Not claimed yet: what a domain has already is not asked for.
                changes.Put(drive with { Vdi = ImageAt(disk.Path), IsClaimed = false });
            }
        }
    }

    private static Dictionary<string, Ref<T>> By<T>(IEnumerable<T> objects, Func<T, string> key)
        where T : XenObject, IXenClass
    {
        var found = new Dictionary<string, Ref<T>>(StringComparer.Ordinal);
        foreach (var one in objects)
        {
            found.TryAdd(key(one), new(one.Id));
        }

        return found;
    }

    private void Write(Vm vm, DiskConfig disk)
    {
        var id = NewId<Vbd>(vm, $"disk {disk.Device}");
        var metrics = new VbdMetrics { Id = NamedUuid.Of(id, "metrics"), LastUpdated = changes.Now };
        Try(metrics, new Vbd
        {
            Id = id, Vm = new(vm.Id), Vdi = ImageAt(disk.Path), Device = disk.Device, Bootable = disk.IsBootable,
            Mode = disk.IsReadOnly ? VbdMode.ReadOnly : VbdMode.ReadWrite, Type = disk.IsCdrom ? VbdType.Cd : VbdType.Disk, Metrics = new(metrics.Id),
        });
    }

    private void Write(Vm vm, NicConfig nic)
    {
        var id = NewId<Vif>(vm, $"nic {nic.Device}");
        var metrics = new VifMetrics { Id = NamedUuid.Of(id, "metrics"), LastUpdated = changes.Now };
        Try(metrics, SendingRate.With(
            new Vif
            {
                Id = id, Vm = new(vm.Id), Device = nic.Device, Network = NetworkOf(vm, nic.Bridge), Mac = nic.Mac.ToLowerInvariant(), Mtu = nic.Mtu,
                Metrics = new(metrics.Id),
            },
            nic.Rate));
    }

    private Ref<Network> NetworkOf(Vm vm, string bridge)
    {
        if (!Networks.TryGetValue(bridge, out var network))
        {
            var found = NetworkBridge.Found(vm.ResidentOn.Id ?? vm.Id, bridge);
            network = new(found.Id);
            if (changes.Find(network) is null)
            {
                changes.Put(found);
            }

            Networks[bridge] = network;
        }

        return network;
    }

    private Guid NewId<T>(Vm vm, string name)
        where T : XenObject, IXenClass
    {
        var usual = NamedUuid.Of(vm.Id, name);
        return changes.Find(new Ref<T>(usual)) is null ? usual : Guid.NewGuid();
    }

    // Others name their devices as they like. The rest of the machine is no worse for one that the rules refuse.
    private void Try(XenObject metrics, XenObject device)
    {
        changes.Put(metrics);
        try
        {
            changes.Put(device);
        }
        catch (ApiError)
        {
            changes.Delete(metrics.Class, metrics.Id);
        }
    }

    // The files of our own images bear their identity.
    private Ref<Vdi> ImageAt(string path) =>
        path.Length == 0 ? Ref<Vdi>.Null
        : (DirectoryRepository.Owner(Path.GetFileName(path)) ?? VolumeRepository.Owner(path)) is { } id && changes.Find(new Ref<Vdi>(id)) is { IsOurs: true } ? new(id)
        : Locations.GetValueOrDefault(path, Ref<Vdi>.Null);
}
