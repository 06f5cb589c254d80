namespace Hypervisor.Native.Simulated;

/// <summary>A CPU pool as it is now. Changed under the host's lock.</summary>
internal sealed class CpuPool(PoolConfig config)
{
    /// <summary>What it is.</summary>
    public PoolConfig Config { get; set; } = config;

    /// <summary>How many domains are in it, those that are being made included.</summary>
    public int Domains { get; set; }

    /// <summary>How many CPUs its running domains would use if there were enough.</summary>
    public double Demand { get; set; }

    /// <summary>The part of what they want that domains get.</summary>
    public double Share => Demand > Config.Cpus.Count ? Config.Cpus.Count / Demand : 1;
}
