namespace Hypervisor.Native.Simulated;

/// <summary>A host to simulate. What is not said is made up from the seed.</summary>
public sealed record SimulatedHost
{
    /// <summary>Its name; null for one by its place: xen-1.</summary>
    public string? Name { get; set; }

    /// <summary>Its identity; null for one made up from the seed.</summary>
    public Guid? Id { get; set; }

    /// <summary>Its memory, in MiB; null for 32 GiB, or more where its machines need it.</summary>
    public long? MemoryMiB { get; set; }

    /// <summary>The part of the memory that Xen and the control domain keep, in MiB.</summary>
    public long ControlMemoryMiB { get; set; } = 1024;

    /// <summary>Its NUMA nodes.</summary>
    public int Nodes { get; set; } = 1;

    /// <summary>The CPU packages of each node.</summary>
    public int SocketsPerNode { get; set; } = 1;

    /// <summary>The cores of each package.</summary>
    public int CoresPerSocket { get; set; } = 8;

    /// <summary>The threads of each core.</summary>
    public int ThreadsPerCore { get; set; } = 1;

    /// <summary>The maker of its CPUs, as CPUID tells it.</summary>
    public string CpuVendor { get; set; } = "GenuineIntel";

    /// <summary>The model of its CPUs.</summary>
    public string CpuModel { get; set; } = "Intel(R) Xeon(R) CPU E5-2630 v3 @ 2.40GHz";

    /// <summary>The clock of its CPUs.</summary>
    public int CpuMHz { get; set; } = 2400;

    /// <summary>Whether it runs HVM guests.</summary>
    public bool Hvm { get; set; } = true;

    /// <summary>Its network interfaces.</summary>
    public IReadOnlyList<SimulatedNic> Nics { get; set; } = [new("eth0", "xenbr0"), new("eth1", "xenbr1")];

    /// <summary>Its PCI devices.</summary>
    public IReadOnlyList<SimulatedPci> Pcis { get; set; } = UsualDevices.Pcis;

    /// <summary>Its SCSI devices.</summary>
    public IReadOnlyList<SimulatedScsi> Scsis { get; set; } = UsualDevices.Scsis;

    /// <summary>The machines that run on it from the beginning.</summary>
    public IReadOnlyList<SimulatedVm> Vms { get; set; } = [];

    /// <summary>How many further machines run on it from the beginning, made up from the seed.</summary>
    public int SeededVms { get; set; }

    /// <summary>The CPUs that it has.</summary>
    internal int Cpus => Nodes * SocketsPerNode * CoresPerSocket * ThreadsPerCore;
}
