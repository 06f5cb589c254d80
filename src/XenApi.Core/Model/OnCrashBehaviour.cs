using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>What follows when a guest crashes.</summary>
[XenEnum("on_crash_behaviour", "What follows when a guest crashes.")]
public enum OnCrashBehaviour
{
    /// <summary>The domain is removed.</summary>
    [Wire("destroy")] Destroy,

    /// <summary>Its memory is kept as a crash dump, then the domain is removed.</summary>
    [Wire("coredump_and_destroy")] CoredumpAndDestroy,

    /// <summary>The machine is started again.</summary>
    [Wire("restart")] Restart,

    /// <summary>Its memory is kept as a crash dump, then the machine is started again.</summary>
    [Wire("coredump_and_restart")] CoredumpAndRestart,

    /// <summary>The domain is kept as it is.</summary>
    [Wire("preserve")] Preserve,

    /// <summary>The domain is kept under another name, and the machine is started again.</summary>
    [Wire("rename_restart")] RenameRestart,
}
