using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>Whether a machine runs, rests or sleeps.</summary>
[XenEnum("vm_power_state", "Whether a machine runs, rests or sleeps.")]
public enum VmPowerState
{
    /// <summary>It has no domain.</summary>
    [Wire("Halted")] Halted,

    /// <summary>Its domain is there, and no virtual CPU runs.</summary>
    [Wire("Paused")] Paused,

    /// <summary>Its domain runs.</summary>
    [Wire("Running")] Running,

    /// <summary>Its memory is kept in an image, and it has no domain.</summary>
    [Wire("Suspended")] Suspended,

    /// <summary>Its guest has crashed, and the domain is kept.</summary>
    [Wire("Crashed", Since = ApiVersion.V1_0_2, Before = "Unknown")] Crashed,

    /// <summary>The host does not tell.</summary>
    [Wire("Unknown")] Unknown,
}
