namespace Hypervisor.Native;

/// <summary>What a domain is made of.</summary>
public sealed record DomainConfig
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The memory it is made with, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The most memory it can be given while it lives, in bytes.</summary>
    public required long MaxMemoryBytes { get; init; }

    /// <summary>The virtual CPUs that are online at start.</summary>
    public required int Vcpus { get; init; }

    /// <summary>The most virtual CPUs it can have.</summary>
    public required int MaxVcpus { get; init; }

    /// <summary>Its share of the CPUs.</summary>
    public Scheduling Scheduling { get; init; } = Scheduling.Default;

    /// <summary>The physical CPUs that each virtual CPU may use; a VCPU that is not named may use all.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<int>> Pins { get; init; } = new Dictionary<int, IReadOnlyList<int>>();

    /// <summary>How it boots.</summary>
    public required BootConfig Boot { get; init; }

    /// <summary>Settings of the platform, in the hypervisor's own names.</summary>
    public IReadOnlyDictionary<string, string> Platform { get; init; } = new Dictionary<string, string>();

    /// <summary>The CPU pool to start in; null is the pool that Xen starts with.</summary>
    public Guid? Pool { get; init; }

    /// <summary>Its disks and drives.</summary>
    public IReadOnlyList<DiskConfig> Disks { get; init; } = [];

    /// <summary>Its network interfaces.</summary>
    public IReadOnlyList<NicConfig> Nics { get; init; } = [];

    /// <summary>The PCI devices of the host that it gets.</summary>
    public IReadOnlyList<PciConfig> Pcis { get; init; } = [];

    /// <summary>The SCSI devices of the host that it gets.</summary>
    public IReadOnlyList<ScsiConfig> Scsis { get; init; } = [];

    /// <summary>Whether it has a virtual trusted platform module.</summary>
    public bool HasTpm { get; init; }
}
