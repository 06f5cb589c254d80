using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Policies;

/// <summary>The messages about security labels. Those that set one answer the number of the label in the hypervisor, which has none.</summary>
internal static class LabelCalls
{
    [Call("VM.set_security_label", "Replaces the label of the machine, whose present one must be given.", Role.VmAdmin, Since = ApiVersion.V1_0_10, Async = false, Errors = ["SECURITY_ERROR"])]
    public static Task<long> SetOfVm(Caller caller, Ref<Vm> self, string security_label, string old_label) =>
        SetAsync(caller, self, vm => vm with { SecurityLabel = Label(vm.SecurityLabel, security_label, old_label) });

    [Call("VIF.set_security_label", "Replaces the label of the interface, whose present one must be given.", Role.VmAdmin, Since = ApiVersion.V1_0_10, Errors = ["SECURITY_ERROR"])]
    public static Task<long> SetOfVif(Caller caller, Ref<Vif> self, string security_label, string old_label) =>
        SetAsync(caller, self, vif => vif with { SecurityLabel = Label(vif.SecurityLabel, security_label, old_label) });

    [Call("VIF.get_security_label", "The label that a security policy would judge the interface by.", Role.ReadOnly, Since = ApiVersion.V1_0_10)]
    public static string GetOfVif(Caller caller, Ref<Vif> self) => caller.Get(self).SecurityLabel;

    [Call("VDI.set_security_label", "Replaces the label of the image, whose present one must be given.", Role.VmAdmin, Since = ApiVersion.V1_0_10, Async = false, Errors = ["SECURITY_ERROR"])]
    public static Task<long> SetOfVdi(Caller caller, Ref<Vdi> self, string security_label, string old_label) =>
        SetAsync(caller, self, vdi => vdi with { SecurityLabel = Label(vdi.SecurityLabel, security_label, old_label) });

    private static string Label(string present, string label, string oldLabel) => SecurityLabel.Replacing(present, label, oldLabel);

    private static Task<long> SetAsync<T>(Caller caller, Ref<T> self, Func<T, T> change)
        where T : XenObject, IXenClass => caller.CommitAsync(changes =>
        {
            changes.Put(change(changes.Get(self)));
            return SecurityLabel.NoSsidref;
        });
}
