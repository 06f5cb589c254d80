namespace Hypervisor.Native;

/// <summary>The share of the CPUs that a domain gets.</summary>
/// <param name="Weight">Its part against that of others: twice the weight, twice the time.</param>
/// <param name="CapPercent">The most it gets, in percent of one CPU; 0 for no cap.</param>
public sealed record Scheduling(int Weight, int CapPercent)
{
    /// <summary>Xen's own default.</summary>
    public static Scheduling Default { get; } = new(256, 0);
}
