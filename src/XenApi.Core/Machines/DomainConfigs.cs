using Hypervisor.Native;
using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>Says in the hypervisor's words what a machine is.</summary>
internal sealed class DomainConfigs(Engine engine, Snapshot snapshot, HostPlace place)
{
    private const string DefaultLoader = "pygrub";
    private const string DefaultOrder = "c";

    /// <summary>What the domain of a machine is made of.</summary>
    public DomainConfig Of(Vm vm)
    {
        if (vm.MemoryDynamicMax <= 0)
        {
            throw Errors.ValueNotSupported("VM.memory_dynamic_max", $"{vm.MemoryDynamicMax}", "a machine needs memory to start");
        }

        var shares = new CpuShares(vm.VcpusParams);
        return new()
        {
            Id = vm.Id,
            Name = vm.NameLabel,
            MemoryBytes = vm.MemoryDynamicMax,
            MaxMemoryBytes = vm.MemoryStaticMax,
            Vcpus = (int)vm.VcpusAtStartup,
            MaxVcpus = (int)vm.VcpusMax,
            Scheduling = shares.Scheduling,
            Pins = shares.Pins,
            Boot = BootOf(vm),
            Platform = vm.Platform,
            Pool = PoolOf(vm),
            Disks = [.. vm.Vbds.Select(snapshot.Get).OrderBy(v => v.Device, StringComparer.Ordinal).Select(v => DeviceConfigs.Of(engine, snapshot, v))],
            Nics = [.. vm.Vifs.Select(snapshot.Get).OrderBy(v => v.Device, StringComparer.Ordinal).Select(v => DeviceConfigs.Of(snapshot, v))],
            Pcis = [.. vm.Dpcis.Select(snapshot.Get).Select(d => DeviceConfigs.Of(snapshot, d)), .. PciAddresses.Of(vm.PciBus).Select(OnBus)],
            Scsis = [.. vm.Dscsis.Select(snapshot.Get).Select(d => DeviceConfigs.Of(snapshot, d))],
            HasTpm = vm.Vtpms.Count > 0,
        };
    }

    private PciConfig OnBus(string address) => place.Facts.Pcis.Any(pci => pci.Address == address)
        ? new(address, -1, new Dictionary<string, string>())
        : throw Errors.ValueNotSupported("VM.PCI_bus", address, "the host has no such PCI device");

    // With neither loader nor kernel the document has it boot as with pygrub; a loader gets kernel and RAM disk untouched.
    private static BootConfig BootOf(Vm vm) => vm.HvmBootPolicy.Length > 0
        ? new(true, vm.HvmBootParams.GetOr("order", DefaultOrder), "", "", BootSource.PathOf(vm.PvKernel), BootSource.PathOf(vm.PvRamdisk), vm.PvArgs)
        : new(
            false, "", vm.PvBootloader.Length == 0 && vm.PvKernel.Length == 0 ? DefaultLoader : vm.PvBootloader, vm.PvBootloaderArgs,
            BootSource.PathOf(vm.PvKernel), BootSource.PathOf(vm.PvRamdisk), vm.PvArgs);

    // The pool that Xen starts with has a name of its own on each host; its usual name means it everywhere.
    private Guid? PoolOf(Vm vm)
    {
        if (vm.PoolName.Length == 0)
        {
            return null;
        }

        var pools = snapshot.Named(XenApi.Core.Model.CpuPool.Descriptor, vm.PoolName)
            .Select(named => snapshot.Get(new Ref<CpuPool>(named.Id))).Where(pool => pool.ResidentOn == place.Host).ToList();
        if (pools.Count == 0)
        {
            return vm.PoolName == Vm.DefaultPoolName
                ? null
                : throw Errors.ValueNotSupported("VM.pool_name", Collections.Shortened(vm.PoolName), "the host has no CPU pool of that name");
        }

        return pools[0].Activated ? pools[0].Id : throw Errors.PoolBadState("deactivated");
    }
}
