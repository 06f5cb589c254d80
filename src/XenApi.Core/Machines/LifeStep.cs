using XenApi.Core.Model;

namespace XenApi.Core.Machines;

/// <summary>Something that can be ordered of a machine, and the states in which it can.</summary>
/// <param name="Name">The message.</param>
/// <param name="Expected">The state that an error names as expected.</param>
/// <param name="Also">Other states in which it can be ordered.</param>
/// <param name="After">The state in which it ends; null where the state stays as it is.</param>
/// <param name="AfterPaused">The state in which it ends where the machine shall start paused.</param>
internal sealed record LifeStep(string Name, VmPowerState Expected, VmPowerState[] Also, VmPowerState? After, VmPowerState? AfterPaused = null)
{
    /// <summary>What is shown as under way meanwhile; null for what is over at once.</summary>
    public VmOperations? Operation { get; init; }

    /// <summary>Whether it can be ordered in a state.</summary>
    public bool IsAllowedIn(VmPowerState state) => state == Expected || Also.Contains(state);
}
