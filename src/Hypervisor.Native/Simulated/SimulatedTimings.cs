namespace Hypervisor.Native.Simulated;

/// <summary>How long things take on a simulated host, and how fast memory moves.</summary>
public sealed record SimulatedTimings
{
    /// <summary>Everything at once: for tests and measurements.</summary>
    public static SimulatedTimings Instant => new()
    {
        CreateMs = 0, BootMs = 0, ShutdownMs = 0, DestroyMs = 0, DeviceMs = 0, OrderMs = 0,
        SaveMiBPerSecond = 0, RestoreMiBPerSecond = 0, MigrateMiBPerSecond = 0, DumpMiBPerSecond = 0,
    };

    /// <summary>To make a domain, in milliseconds.</summary>
    public int CreateMs { get; set; } = 50;

    /// <summary>For a guest from its first step until it reports of itself, in milliseconds.</summary>
    public int BootMs { get; set; } = 2000;

    /// <summary>For a guest to turn itself off after it is asked to, in milliseconds.</summary>
    public int ShutdownMs { get; set; } = 1000;

    /// <summary>To destroy a domain, in milliseconds.</summary>
    public int DestroyMs { get; set; } = 10;

    /// <summary>To plug or unplug a device, in milliseconds.</summary>
    public int DeviceMs { get; set; } = 20;

    /// <summary>Any other order, in milliseconds.</summary>
    public int OrderMs { get; set; } = 1;

    /// <summary>Memory saved, in MiB per second; 0 for no time at all.</summary>
    public int SaveMiBPerSecond { get; set; } = 2048;

    /// <summary>Memory restored, in MiB per second; 0 for no time at all.</summary>
    public int RestoreMiBPerSecond { get; set; } = 2048;

    /// <summary>Memory moved to a host, in MiB per second; 0 for no time at all.</summary>
    public int MigrateMiBPerSecond { get; set; } = 1024;

    /// <summary>Memory dumped, in MiB per second; 0 for no time at all.</summary>
    public int DumpMiBPerSecond { get; set; } = 2048;

    /// <summary>How long memory takes at a speed.</summary>
    internal static TimeSpan Moving(long bytes, int mibPerSecond) =>
        mibPerSecond == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)bytes / (1 << 20) / mibPerSecond);
}
