namespace Hypervisor.Native.Simulated;

/// <summary>A machine that runs from the beginning, as if another toolstack had made it.</summary>
/// <param name="Name">Its name.</param>
public sealed record SimulatedVm(string Name)
{
    /// <summary>Its identity; null for one made up from the seed.</summary>
    public Guid? Id { get; init; }

    /// <summary>Its memory, in MiB.</summary>
    public long MemoryMiB { get; init; } = 512;

    /// <summary>The most memory it can be given, in MiB; null for no more than it has.</summary>
    public long? MaxMemoryMiB { get; init; }

    /// <summary>Its virtual CPUs.</summary>
    public int Vcpus { get; init; } = 1;

    /// <summary>The most virtual CPUs it can have; null for no more than it has.</summary>
    public int? MaxVcpus { get; init; }

    /// <summary>Whether it boots like a PC.</summary>
    public bool Hvm { get; init; }

    /// <summary>Whether it is paused.</summary>
    public bool Paused { get; init; }

    /// <summary>Settings of the platform; those of <see cref="GuestHabits"/> tell how the guest behaves.</summary>
    public IReadOnlyDictionary<string, string> Platform { get; init; } = new Dictionary<string, string>();

    /// <summary>Its disks and drives.</summary>
    public IReadOnlyList<SimulatedDisk> Disks { get; init; } = [];

    /// <summary>Its network interfaces.</summary>
    public IReadOnlyList<SimulatedVif> Vifs { get; init; } = [];
}
