using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>The messages of the class <c>DSCSI</c> beyond those that every class has.</summary>
internal static class DscsiCalls
{
    [Call("DSCSI.create", "Passes a SCSI device of the host to a machine; a machine that runs gets it at once.", Role.VmAdmin,
        Since = ApiVersion.V1_0_10, Errors = ["DEVICE_EXISTS_ERROR", "OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task<Ref<Dscsi>> Create(Caller caller, Dscsi args)
    {
        caller.Get(args.Vm);
        caller.Get(args.Pscsi);
        return HotPlug.CreateAsync(caller, ScsiPlug.Instance, args);
    }

    [Call("DSCSI.destroy", "Gives the SCSI device back to the host; one that came with its whole adapter goes only with it.", Role.VmAdmin,
        Since = ApiVersion.V1_0_10, Errors = ["OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task Destroy(Caller caller, Ref<Dscsi> self) =>
        caller.Get(caller.Get(self).Hba).AssignmentMode == DscsiHba.WholeAdapter
            ? throw Errors.OperationNotAllowed()
            : HotPlug.DestroyAsync(caller, ScsiPlug.Instance, self);
}
