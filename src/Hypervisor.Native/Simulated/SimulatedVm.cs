namespace Hypervisor.Native.Simulated;

/// <summary>A machine that runs from the beginning, as if another toolstack had made it.</summary>
/// <param name="Name">Its name.</param>
public sealed record SimulatedVm(string Name)
{
    /// <summary>Its identity; null for one made up from the seed.</summary>
    public Guid? Id { get; set; }

    /// <summary>Its memory, in MiB.</summary>
    public long MemoryMiB { get; set; } = 512;

    /// <summary>The most memory it can be given, in MiB; null for no more than it has.</summary>
    public long? MaxMemoryMiB { get; set; }

    /// <summary>Its virtual CPUs.</summary>
    public int Vcpus { get; set; } = 1;

    /// <summary>The most virtual CPUs it can have; null for no more than it has.</summary>
    public int? MaxVcpus { get; set; }

    /// <summary>Whether it boots like a PC.</summary>
    public bool Hvm { get; set; }

    /// <summary>Whether it is paused.</summary>
    public bool Paused { get; set; }

    /// <summary>Settings of the platform; those of <see cref="GuestHabits"/> tell how the guest behaves.</summary>
    public IReadOnlyDictionary<string, string> Platform { get; set; } = new Dictionary<string, string>();

    /// <summary>Its disks and drives.</summary>
    public IReadOnlyList<SimulatedDisk> Disks { get; set; } = [];

    /// <summary>Its network interfaces.</summary>
    public IReadOnlyList<SimulatedVif> Vifs { get; set; } = [];
}
