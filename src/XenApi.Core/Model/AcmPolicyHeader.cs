using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>The head of a policy of the access control module.</summary>
[XenStruct("acm_policyheader", "The head of a policy of the access control module.", Since = ApiVersion.V1_0_10)]
public sealed partial record AcmPolicyHeader
{
    [Field("policyname", Access.ReadOnly, "Its name.")]
    public string PolicyName { get; init; } = "";

    [Field("policyurl", Access.ReadOnly, "Where it is published.")]
    public string PolicyUrl { get; init; } = "";

    [Field("date", Access.ReadOnly, "When it was written.")]
    public string Date { get; init; } = "";

    [Field("reference", Access.ReadOnly, "What it refers to.")]
    public string Reference { get; init; } = "";

    [Field("namespaceurl", Access.ReadOnly, "The XML namespace it is written in.")]
    public string NamespaceUrl { get; init; } = "";

    [Field("version", Access.ReadOnly, "Its version.")]
    public string Version { get; init; } = "";
}
