using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Policies;

/// <summary>
/// The messages of the class <c>ACMPolicy</c>. There is no object of it, so whoever names one is told
/// <c>HANDLE_INVALID</c> before any of these is reached.
/// </summary>
internal static class AcmPolicyCalls
{
    // The document gives the record of the other class, which has the same fields.
    [Call("ACMPolicy.get_record", "All fields of one object.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static XsPolicy GetRecord(Caller caller, Ref<AcmPolicy> xspolicy) => throw XsError.NoPolicy();

    [Call("ACMPolicy.get_header", "The head of a policy.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static AcmPolicyHeader GetHeader(Caller caller, Ref<AcmPolicy> self) => throw XsError.NoPolicy();

    [Call("ACMPolicy.get_xml", "A policy as XML.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static string GetXml(Caller caller, Ref<AcmPolicy> self) => throw XsError.NoPolicy();

    [Call("ACMPolicy.get_map", "The names in a policy and their numbers.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static string GetMap(Caller caller, Ref<AcmPolicy> self) => throw XsError.NoPolicy();

    [Call("ACMPolicy.get_binary", "A policy as the hypervisor took it, in Base64.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static string GetBinary(Caller caller, Ref<AcmPolicy> self) => throw XsError.NoPolicy();

    [Call("ACMPolicy.get_enforced_binary", "The policy that the hypervisor enforces, in Base64: empty, as there is none.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static string GetEnforcedBinary(Caller caller) => "";

    [Call("ACMPolicy.get_VM_ssidref", "The number of the label of a running machine; without a policy it has none.", Role.ReadOnly, Since = ApiVersion.V1_0_10,
        Errors = ["HANDLE_INVALID", "VM_BAD_POWER_STATE", "SECURITY_ERROR"])]
    public static long GetVmSsidref(Caller caller, Ref<Vm> vm) => caller.Get(vm).PowerState is var state and not (VmPowerState.Running or VmPowerState.Paused)
        ? throw Errors.VmBadPowerState(vm.Id!.Value, VmPowerState.Running, state)
        : throw XsError.NoPolicy();
}
