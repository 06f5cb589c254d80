using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>How a request about the security policy went.</summary>
[XenStruct("xs_policystate", "How a request about the security policy went.", Since = ApiVersion.V1_0_10)]
public sealed partial record XsPolicyState
{
    [Field("xserr", Access.ReadOnly, "The error number; 0 is success.")]
    public long Error { get; init; }

    [Field("xs_ref", Access.ReadOnly, "The policy; empty where there is none.")]
    public Ref<XsPolicy> Policy { get; init; }

    [Field("repr", Access.ReadOnly, "The policy as text.")]
    public string Repr { get; init; } = "";

    [Field("type", Access.ReadOnly, "The kind of policy.")]
    public XsType Type { get; init; }

    [Field("flags", Access.ReadOnly, "Where it is in force.")]
    public XsInstantiationFlags Flags { get; init; }

    [Field("version", Access.ReadOnly, "Its version.")]
    public string Version { get; init; } = "";

    [Field("errors", Access.ReadOnly, "What the hypervisor said about it.")]
    public string Errors { get; init; } = "";
}
