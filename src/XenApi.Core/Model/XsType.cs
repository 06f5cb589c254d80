using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>The kinds of security policy.</summary>
[Flags]
[XenEnum("xs_type", "The kinds of security policy.")]
public enum XsType
{
    /// <summary>The access control module.</summary>
    [Wire("XS_POLICY_ACM")] Acm = 1,
}
