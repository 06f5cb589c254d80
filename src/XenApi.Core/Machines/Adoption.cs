using Hypervisor.Native;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Networks;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>
/// Writes a machine for a domain that another toolstack made, as far as the domain tells of it: memory, CPUs, disks, interfaces.
/// A disk has no image here, since nobody told where its storage begins and ends; an interface joins the network of its bridge.
/// </summary>
internal sealed class Adoption(Changes changes, HostPlace place, Domain domain, Dictionary<string, Ref<Network>> networks)
{
    private readonly DomainConfig config = domain.Config;
    private readonly Ref<Vm> vm = new(domain.Id);

    /// <summary>One domain by itself.</summary>
    public Adoption(Changes changes, HostPlace place, Domain domain)
        : this(changes, place, domain, Networks(changes))
    {
    }

    /// <summary>The networks by their bridges, for many adoptions in one commit.</summary>
    public static Dictionary<string, Ref<Network>> Networks(Changes changes)
    {
        var networks = new Dictionary<string, Ref<Network>>(StringComparer.Ordinal);
        foreach (var network in changes.All<Network>())
        {
            networks.TryAdd(NetworkBridge.Of(network), new(network.Id));
        }

        return networks;
    }

    /// <summary>Writes it, unless the machine is known by now.</summary>
    public void Write()
    {
        if (changes.Find(vm) is not null)
        {
            return;
        }

        var metrics = new VmMetrics { Id = Derived.Id(domain.Id, "metrics"), LastUpdated = changes.Now };
        var guest = new VmGuestMetrics { Id = Derived.Id(domain.Id, "guest metrics"), LastUpdated = changes.Now };
        changes.Put(metrics);
        changes.Put(guest);
        var most = Math.Max(config.MaxMemoryBytes, config.MemoryBytes);
        changes.Put(new Vm
        {
            Id = domain.Id,
            NameLabel = config.Name.Length <= Vm.NameLengthMost ? config.Name : config.Name[..Vm.NameLengthMost],
            MemoryStaticMax = most,
            MemoryDynamicMax = config.MemoryBytes,
            MemoryDynamicMin = config.MemoryBytes,
            VcpusMax = Math.Max(Math.Max(config.MaxVcpus, config.Vcpus), 1),
            VcpusAtStartup = Math.Max(config.Vcpus, 1),
            VcpusParams = Shares(),
            PvBootloader = config.Boot.Bootloader,
            PvBootloaderArgs = config.Boot.BootloaderArgs,
            PvKernel = config.Boot.Kernel,
            PvRamdisk = config.Boot.Ramdisk,
            PvArgs = config.Boot.CommandLine,
            HvmBootPolicy = config.Boot.IsFullyVirtual ? Vm.BiosOrder : "",
            HvmBootParams = config.Boot.IsFullyVirtual && config.Boot.Order.Length > 0 ? Map.Of(("order", config.Boot.Order)) : default,
            Platform = Map<string, string>.Of(config.Platform),
            PoolName = changes.Find(new Ref<CpuPool>(domain.Pool))?.NameLabel ?? Vm.DefaultPoolName,
            Metrics = new(metrics.Id),
            GuestMetrics = new(guest.Id),
        });
        foreach (var disk in config.Disks)
        {
            Write(disk);
        }

        foreach (var nic in config.Nics)
        {
            Write(nic);
        }

        Presence.Write(changes, vm, place, domain);
    }

    private Map<string, string> Shares()
    {
        var shares = Map.Of(("weight", $"{config.Scheduling.Weight}"), ("cap", $"{config.Scheduling.CapPercent}"));
        foreach (var (vcpu, cpus) in config.Pins)
        {
            shares = shares.With($"cpumap{vcpu}", string.Join(',', cpus));
        }

        return shares;
    }

    private void Write(DiskConfig disk)
    {
        var id = Derived.Id(domain.Id, $"disk {disk.Device}");
        var metrics = new VbdMetrics { Id = Derived.Id(id, "metrics"), LastUpdated = changes.Now };
        changes.Put(metrics);
        changes.Put(new Vbd
        {
            Id = id, Vm = vm, Device = disk.Device, Bootable = disk.IsBootable, Mode = disk.IsReadOnly ? VbdMode.ReadOnly : VbdMode.ReadWrite,
            Type = disk.IsCdrom ? VbdType.Cd : VbdType.Disk, Metrics = new(metrics.Id),
        });
    }

    private void Write(NicConfig nic)
    {
        if (!networks.TryGetValue(nic.Bridge, out var network))
        {
            network = new(Derived.Id(place.Facts.Id, $"bridge {nic.Bridge}"));
            if (changes.Find(network) is null)
            {
                changes.Put(new Network { Id = network.Id!.Value, NameLabel = nic.Bridge, Bridge = nic.Bridge, OtherConfig = Map.Of((NetworkBridge.Key, nic.Bridge)) });
            }

            networks[nic.Bridge] = network;
        }

        var id = Derived.Id(domain.Id, $"nic {nic.Device}");
        var metrics = new VifMetrics { Id = Derived.Id(id, "metrics"), LastUpdated = changes.Now };
        changes.Put(metrics);
        changes.Put(new Vif { Id = id, Vm = vm, Device = nic.Device, Network = network, Mac = nic.Mac, Mtu = nic.Mtu, Metrics = new(metrics.Id) });
    }
}
