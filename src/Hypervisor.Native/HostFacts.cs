namespace Hypervisor.Native;

/// <summary>What a host is made of.</summary>
public sealed record HostFacts
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Another one after each start of the host: domains and CPU pools do not outlive it.</summary>
    public required string BootId { get; init; }

    /// <summary>Its memory, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Its NUMA nodes.</summary>
    public required int Nodes { get; init; }

    /// <summary>The CPU packages of each node.</summary>
    public required int SocketsPerNode { get; init; }

    /// <summary>The cores of each package.</summary>
    public required int CoresPerSocket { get; init; }

    /// <summary>The threads of each core.</summary>
    public required int ThreadsPerCore { get; init; }

    /// <summary>The kinds of guest that it can run, in Xen's words: xen-3.0-x86_64, hvm-3.0-x86_64.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>Whether it runs HVM guests.</summary>
    public required bool HasHvm { get; init; }

    /// <summary>The scheduler that it started with.</summary>
    public required string Scheduler { get; init; }

    /// <summary>The schedulers that a CPU pool can have.</summary>
    public required IReadOnlyList<string> Schedulers { get; init; }

    /// <summary>The identity of the CPU pool that Xen starts with.</summary>
    public required Guid DefaultPool { get; init; }

    /// <summary>The boot loaders that it has.</summary>
    public required IReadOnlyList<string> Bootloaders { get; init; }

    /// <summary>Versions of the hypervisor, under the names that Xen uses: Xen, xen_major, xen_minor, xen_extra, …</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Its CPUs, by number.</summary>
    public required IReadOnlyList<CpuFacts> Cpus { get; init; }

    /// <summary>Its network interfaces.</summary>
    public required IReadOnlyList<NicFacts> Nics { get; init; }

    /// <summary>The bridges that it has already, by name.</summary>
    public IReadOnlyList<string> Bridges { get; init; } = [];

    /// <summary>Its PCI devices.</summary>
    public required IReadOnlyList<PciFacts> Pcis { get; init; }

    /// <summary>Its SCSI devices.</summary>
    public required IReadOnlyList<ScsiFacts> Scsis { get; init; }
}
