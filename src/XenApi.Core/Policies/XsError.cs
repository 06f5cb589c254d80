using XenApi.Core.Faults;

namespace XenApi.Core.Policies;

/// <summary>The error numbers of security policies that are still told, as libxen's header has them.</summary>
internal static class XsError
{
    private const long Base = 0x1000;

    /// <summary>The resource is badly named.</summary>
    public const long BadResourceFormat = Base + 6;

    /// <summary>The label is badly formed.</summary>
    public const long BadLabelFormat = Base + 7;

    /// <summary>The hypervisor has no such kind of policy.</summary>
    public const long PolicyTypeUnsupported = Base + 15;

    /// <summary>The label is not what the caller took it for.</summary>
    public const long BadLabel = Base + 20;

    /// <summary>No policy is loaded.</summary>
    public const long PolicyNotLoaded = Base + 22;

    /// <summary>What every message about a policy answers that there is none to tell of.</summary>
    public static ApiError NoPolicy() => Errors.SecurityError(PolicyNotLoaded, "Xen has no access control module any more: no policy is loaded");
}
