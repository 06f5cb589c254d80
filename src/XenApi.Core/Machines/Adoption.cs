using Hypervisor.Native;
using XenApi.Core.Devices;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>
/// Writes a machine for a domain that another toolstack made, as far as the domain tells of it: memory, CPUs, disks, interfaces.
/// A disk has no image here, unless one is known at its path: nobody told where its storage begins and ends. An interface
/// joins the network of its bridge.
/// </summary>
/// <param name="changes">The commit.</param>
/// <param name="place">Where the domain lives.</param>
/// <param name="domain">The domain.</param>
/// <param name="devices">What writes its devices; one for all adoptions in a commit.</param>
internal sealed class Adoption(Changes changes, HostPlace place, Domain domain, FoundDevices devices)
{
    private readonly DomainConfig config = domain.Config;
    private readonly Ref<Vm> vm = new(domain.Id);

    /// <summary>One domain by itself.</summary>
    public Adoption(Changes changes, HostPlace place, Domain domain)
        : this(changes, place, domain, new FoundDevices(changes))
    {
    }

    /// <summary>Writes it, unless the machine is known by now.</summary>
    public void Write()
    {
        if (changes.Find(vm) is not null)
        {
            return;
        }

        var most = Math.Max(config.MaxMemoryBytes, config.MemoryBytes);
        MachineMeters.Add(changes, new Vm
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
        });
        Presence.Write(changes, vm, place, domain, devices);
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
}
