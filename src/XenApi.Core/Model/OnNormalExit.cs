using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>What follows when a guest ends in good order.</summary>
[XenEnum("on_normal_exit", "What follows when a guest ends in good order.")]
public enum OnNormalExit
{
    /// <summary>The domain is removed.</summary>
    [Wire("destroy")] Destroy,

    /// <summary>The machine is started again.</summary>
    [Wire("restart")] Restart,
}
