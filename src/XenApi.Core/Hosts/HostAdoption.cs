using Hypervisor.Native;
using XenApi.Core.Declarations;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Networks;
using XenApi.Core.Values;

namespace XenApi.Core.Hosts;

/// <summary>
/// Writes a host as its hypervisor tells it, at every start: what clients may set stays as it is, the hardware
/// follows the facts.
/// </summary>
internal sealed class HostAdoption(Changes changes, HostFacts facts, bool isThisHost)
{
    private readonly Ref<Host> host = new(facts.Id);

    /// <summary>The identity of the control domain of the host that sessions talk to.</summary>
    public static Guid ControlDomain => Guid.Empty;

    /// <summary>Writes the host and all that is in it.</summary>
    public void Write()
    {
        WriteHost();
        WriteCpus();
        WriteNics();
        WritePcis();
        WriteScsis();
        WritePools();
        WriteControlDomain();
    }

    private static T Kept<T>(Changes changes, Guid id)
        where T : XenObject, IXenClass => changes.Find(new Ref<T>(id)) ?? (T)T.Descriptor.Make(id);

    private void WriteHost()
    {
        var metrics = NamedUuid.Of(facts.Id, "metrics");
        changes.Put(Kept<HostMetrics>(changes, metrics) with { MemoryTotal = facts.MemoryBytes });
        var known = changes.Find(host);
        changes.Put((known ?? new Host { Id = facts.Id, NameLabel = facts.Name }) with
        {
            Hostname = known is { Hostname.Length: > 0 } ? known.Hostname : facts.Name,
            ApiVersionMajor = 1,
            ApiVersionMinor = 0,
            ApiVersionVendor = "XenCim",
            ApiVersionVendorImplementation = Map.Of(("version", Product.Version)),
            SoftwareVersion = Map<string, string>.Of(facts.Versions),
            Capabilities = Set.Of(facts.Capabilities),
            CpuConfiguration = Map.Of(
                ("nr_cpus", $"{facts.Cpus.Count}"),
                ("nr_nodes", $"{facts.Nodes}"),
                ("sockets_per_node", $"{facts.SocketsPerNode}"),
                ("cores_per_socket", $"{facts.CoresPerSocket}"),
                ("threads_per_core", $"{facts.ThreadsPerCore}")),
            SchedPolicy = facts.Scheduler,
            SupportedBootloaders = Set.Of(facts.Bootloaders),
            Metrics = new(metrics),
        });
    }

    private void WriteCpus()
    {
        var there = new HashSet<Guid>();
        foreach (var cpu in facts.Cpus)
        {
            var id = CpuId(facts, cpu.Number);
            there.Add(id);
            changes.Put(Kept<HostCpu>(changes, id) with
            {
                Host = host,
                Number = cpu.Number,
                Vendor = cpu.Vendor,
                Speed = cpu.MHz,
                Modelname = cpu.Model,
                Stepping = cpu.Stepping,
                Flags = cpu.Flags,
                Features = cpu.Features,
            });
        }

        Forget(changes.All<HostCpu>().Where(cpu => cpu.Host == host), there);
    }

    private void WriteNics()
    {
        foreach (var bridge in facts.Bridges)
        {
            NetworkOf(bridge);
        }

        foreach (var nic in facts.Nics)
        {
            var id = NamedUuid.Of(facts.Id, $"nic {nic.Device}");
            if (changes.Find(new Ref<Pif>(id)) is null)
            {
                var metrics = NamedUuid.Of(id, "metrics");
                changes.Put(Kept<PifMetrics>(changes, metrics));
                changes.Put(new Pif { Id = id, Device = nic.Device, Network = NetworkOf(nic.Bridge), Host = host, Mac = nic.Mac, Mtu = nic.Mtu, Metrics = new(metrics) });
            }
        }
    }

    // Hosts whose bridges have one name are on one network.
    private Ref<Network> NetworkOf(string bridge)
    {
        if (bridge.Length == 0)
        {
            return Ref<Network>.Null;
        }

        var network = changes.All<Network>().FirstOrDefault(known => NetworkBridge.Of(known) == bridge);
        if (network is null)
        {
            network = NetworkBridge.Found(facts.Id, bridge);
            changes.Put(network);
        }

        return new(network.Id);
    }

    private void WritePcis()
    {
        var there = new HashSet<Guid>();
        foreach (var pci in facts.Pcis)
        {
            var id = NamedUuid.Of(facts.Id, $"pci {pci.Address}");
            there.Add(id);
            changes.Put(Kept<Ppci>(changes, id) with
            {
                Host = host,
                Domain = pci.Domain,
                Bus = pci.Bus,
                Slot = pci.Slot,
                Func = pci.Function,
                Name = pci.Address,
                VendorId = pci.Vendor.Number,
                VendorName = pci.Vendor.Name,
                DeviceId = pci.Device.Number,
                DeviceName = pci.Device.Name,
                RevisionId = pci.Revision,
                ClassCode = pci.Class.Number,
                ClassName = pci.Class.Name,
                SubsystemVendorId = pci.SubsystemVendor.Number,
                SubsystemVendorName = pci.SubsystemVendor.Name,
                SubsystemId = pci.Subsystem.Number,
                SubsystemName = pci.Subsystem.Name,
                Driver = pci.Driver,
            });
        }

        Forget(changes.All<Ppci>().Where(pci => pci.Host == host), there);
    }

    private void WriteScsis()
    {
        var there = new HashSet<Guid>();
        foreach (var scsi in facts.Scsis)
        {
            var hba = NamedUuid.Of(facts.Id, $"hba {scsi.Host}");
            if (there.Add(hba))
            {
                changes.Put(Kept<PscsiHba>(changes, hba) with { Host = host, PhysicalHost = scsi.Host });
            }

            var id = NamedUuid.Of(facts.Id, $"scsi {scsi.Address}");
            there.Add(id);
            changes.Put(Kept<Pscsi>(changes, id) with
            {
                Host = host,
                Hba = new(hba),
                PhysicalHost = scsi.Host,
                PhysicalChannel = scsi.Channel,
                PhysicalTarget = scsi.Target,
                PhysicalLun = scsi.Lun,
                PhysicalHctl = scsi.Address,
                VendorName = scsi.Vendor,
                Model = scsi.Model,
                TypeId = scsi.Type.Number,
                Type = scsi.Type.Name,
                DevName = scsi.BlockDevice,
                SgName = scsi.GenericDevice,
                Revision = scsi.Revision,
                ScsiId = scsi.ScsiId,
                ScsiLevel = scsi.Level,
            });
        }

        Forget(changes.All<Pscsi>().Where(scsi => scsi.Host == host), there);
        Forget(changes.All<PscsiHba>().Where(hba => hba.Host == host), there);
    }

    // The pool that Xen starts with is an object like the others; it is active as long as the host is up.
    private void WritePools()
    {
        if (changes.Find(new Ref<CpuPool>(facts.DefaultPool)) is null)
        {
            changes.Put(new CpuPool
            {
                Id = facts.DefaultPool, NameLabel = isThisHost ? "Pool-0" : CpuPool.Allowed($"Pool-0:{facts.Name}"), ResidentOn = host, AutoPowerOn = true,
                Ncpu = facts.Cpus.Count, SchedPolicy = facts.Scheduler, Activated = true,
            });
        }
    }

    private void WriteControlDomain()
    {
        var id = isThisHost ? ControlDomain : NamedUuid.Of(facts.Id, "control domain");
        if (changes.Find(new Ref<Vm>(id)) is not null)
        {
            return;
        }

        var metrics = new VmMetrics { Id = NamedUuid.Of(facts.Id, "control domain metrics") };
        var guest = new VmGuestMetrics { Id = NamedUuid.Of(facts.Id, "control domain guest metrics") };
        changes.Put(metrics);
        changes.Put(guest);
        const long Memory = 1L << 30;
        changes.Put(new Vm
        {
            Id = id,
            NameLabel = isThisHost ? "Domain-0" : $"Domain-0 of {facts.Name}",
            IsControlDomain = true,
            PowerState = VmPowerState.Running,
            DomainId = 0,
            ResidentOn = host,
            MemoryStaticMax = Memory,
            MemoryDynamicMax = Memory,
            MemoryDynamicMin = Memory,
            MemoryStaticMin = Memory,
            VcpusMax = facts.Cpus.Count,
            VcpusAtStartup = facts.Cpus.Count,
            PoolName = "Pool-0",
            CpuPool = [new Ref<CpuPool>(facts.DefaultPool)],
            Metrics = new(metrics.Id),
            GuestMetrics = new(guest.Id),
        });
    }

    /// <summary>The identity of a CPU of a host.</summary>
    public static Guid CpuId(HostFacts facts, int number) => NamedUuid.Of(facts.Id, $"cpu {number}");

    // Hardware that is gone goes, unless a machine is still set up for it.
    private void Forget<T>(IEnumerable<T> objects, HashSet<Guid> there)
        where T : XenObject
    {
        foreach (var gone in objects.Where(o => !there.Contains(o.Id) && o.Referrers == 0).ToList())
        {
            changes.Delete(gone.Class, gone.Id);
        }
    }
}
