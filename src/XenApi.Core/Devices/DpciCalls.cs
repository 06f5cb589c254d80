using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>The messages of the class <c>DPCI</c> beyond those that every class has.</summary>
internal static class DpciCalls
{
    [Call("DPCI.create", "Passes a PCI device of the host to a machine; a machine that runs gets it at once.", Role.VmAdmin,
        Since = ApiVersion.V1_0_10, Errors = ["DIRECT_PCI_ERROR", "VM_BAD_POWER_STATE"])]
    public static async Task<Ref<Dpci>> Create(Caller caller, Dpci args)
    {
        caller.Get(args.Vm);
        caller.Get(args.Ppci);
        try
        {
            return await HotPlug.CreateAsync(caller, PciPlug.Instance, args).ConfigureAwait(false);
        }
        catch (ApiError e) when (e.InnerException is { } cause)
        {
            throw Errors.DirectPci(cause.Message, e);
        }
    }

    [Call("DPCI.destroy", "Gives the PCI device back to the host; a machine that runs loses it at once.", Role.VmAdmin,
        Since = ApiVersion.V1_0_10, Errors = ["DIRECT_PCI_ERROR", "VM_BAD_POWER_STATE"])]
    public static async Task Destroy(Caller caller, Ref<Dpci> self)
    {
        try
        {
            await HotPlug.DestroyAsync(caller, PciPlug.Instance, self).ConfigureAwait(false);
        }
        catch (ApiError e) when (e.InnerException is { } cause)
        {
            throw Errors.DirectPci(cause.Message, e);
        }
    }
}
