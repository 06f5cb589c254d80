using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Policies;

/// <summary>
/// The messages of the class <c>XSPolicy</c>. Xen has given up the access control module: there is no policy, none can be
/// set, and nothing is forbidden by one.
/// </summary>
internal static class XsPolicyCalls
{
    [Call("XSPolicy.get_xstype", "The kinds of policy that the hypervisor has: none.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static XsType GetXstype(Caller caller) => NoPolicy(caller, 0).Type;

    [Call("XSPolicy.get_xspolicy", "The policy in force: none.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static XsPolicyState GetXspolicy(Caller caller) => NoPolicy(caller, 0);

    [Call("XSPolicy.set_xspolicy", "Refuses a policy: the answer tells that the hypervisor has no such kind.", Role.PoolAdmin, Since = ApiVersion.V1_0_10)]
    public static XsPolicyState SetXspolicy(Caller caller, XsType type, string repr, XsInstantiationFlags flags, bool overwrite) =>
        NoPolicy(caller, XsError.PolicyTypeUnsupported);

    [Call("XSPolicy.reset_xspolicy", "Refuses to set a policy back: the answer tells that the hypervisor has no such kind.", Role.PoolAdmin, Since = ApiVersion.V1_0_10)]
    public static XsPolicyState ResetXspolicy(Caller caller, XsType type) => NoPolicy(caller, XsError.PolicyTypeUnsupported);

    [Call("XSPolicy.activate_xspolicy", "Loads a policy, or has it used at boot; there is none to name.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Errors = ["SECURITY_ERROR"])]
    public static XsInstantiationFlags ActivateXspolicy(Caller caller, Ref<XsPolicy> self, XsInstantiationFlags flags) => throw XsError.NoPolicy();

    [Call("XSPolicy.rm_xsbootpolicy", "Fails: no policy is used at boot.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Errors = ["SECURITY_ERROR"])]
    public static void RmXsbootpolicy(Caller caller) => throw XsError.NoPolicy();

    [Call("XSPolicy.can_run", "0: without a policy a machine of any label can run.", Role.ReadOnly, Since = ApiVersion.V1_0_10, Errors = ["SECURITY_ERROR"])]
    public static long CanRun(Caller caller, string security_label)
    {
        SecurityLabel.Replacing("", security_label, "");
        return NoPolicy(caller, 0).Error;
    }

    [Call("XSPolicy.getenforce", "Whether a policy is enforced: 0, as there is none.", Role.ReadOnly, Since = ApiVersion.Xend)]
    public static long Getenforce(Caller caller) => (long)NoPolicy(caller, 0).Flags;

    [Call("XSPolicy.setenforce", "Takes 0 and refuses 1: there is no policy to enforce.", Role.PoolAdmin, Since = ApiVersion.Xend, Errors = ["SECURITY_ERROR"])]
    public static long Setenforce(Caller caller, long mode) => mode == 0 ? Getenforce(caller) : throw XsError.NoPolicy();

    [Call("XSPolicy.get_labeled_resources", "The labels of resources that are no objects, by resource.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static Map<string, string> GetLabeledResources(Caller caller) => caller.Get(caller.Engine.ThisHost).ResourceLabels;

    [Call("XSPolicy.get_resource_label", "The label of a resource, such as file:/disk.img; empty where it has none.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static string GetResourceLabel(Caller caller, string resource) => GetLabeledResources(caller).GetOr(resource, "");

    [Call("XSPolicy.set_resource_label", "Replaces the label of a resource, whose present one must be given.", Role.PoolAdmin, Since = ApiVersion.V1_0_10, Errors = ["SECURITY_ERROR"])]
    public static Task SetResourceLabel(Caller caller, string resource, string label, string old_label) => caller.CommitAsync(changes =>
    {
        const int LengthMost = 1024;
        const int ResourcesMost = 4096;
        if (resource.Length is 0 or > LengthMost || resource.Any(char.IsControl))
        {
            throw Errors.SecurityError(XsError.BadResourceFormat, $"a resource is named in 1 to {LengthMost} characters, such as file:/disk.img");
        }

        var host = changes.Get(caller.Engine.ThisHost);
        var next = SecurityLabel.Replacing(host.ResourceLabels.GetOr(resource, ""), label, old_label);
        var labels = next.Length == 0 ? host.ResourceLabels.Without(resource) : host.ResourceLabels.With(resource, next);
        if (labels.Count > ResourcesMost)
        {
            throw Errors.SecurityError(XsError.BadResourceFormat, $"{ResourcesMost} resources have labels, and no more can");
        }

        changes.Put(host with { ResourceLabels = labels });
    });

    private static XsPolicyState NoPolicy(Caller caller, long error) => new() { Error = error, Policy = Present(caller) };

    // There is a class for policies and never an object of it.
    private static Ref<XsPolicy> Present(Caller caller) => caller.Snapshot.Count(XsPolicy.Descriptor) == 0
        ? Ref<XsPolicy>.Null
        : throw new InvalidOperationException("No message makes a policy.");
}
