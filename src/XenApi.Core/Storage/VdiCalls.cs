using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The messages of the class <c>VDI</c> that come with a file.</summary>
internal static class VdiCalls
{
    // Who names a path of the host could read and write any file there: that takes the role that may.
    [Call("VDI.create", "Makes an image that is all zeros, or an object for one that is there already at other_config location.", Role.VmAdmin, Errors = ["SR_FULL", "VALUE_NOT_SUPPORTED"])]
    public static Task<Ref<Vdi>> Create(Caller caller, Vdi args) => args.IsOurs || caller.Session.Role >= Role.PoolAdmin
        ? caller.Engine.Storage.CreateAsync(args, caller.Cancelled)
        : throw Errors.PermissionDenied();

    [Call("VDI.destroy", "Removes an image that nothing needs, with all that is on it; an image that was there before stays.", Role.VmAdmin, Errors = ["VDI_ERROR"])]
    public static Task Destroy(Caller caller, Ref<Vdi> self) => caller.Engine.Storage.DestroyAsync(self);

    [Call("VDI.clone", "Makes a copy of an image in its SR, by the means of the storage where it has one, while no machine writes to it.", Role.VmAdmin, Since = ApiVersion.Xend,
        Errors = ["SR_FULL", "VDI_IN_USE", "VALUE_NOT_SUPPORTED"])]
    public static Task<Ref<Vdi>> Clone(Caller caller, Ref<Vdi> vdi, Map<string, string> driver_params = default) => CopyAsync(caller, vdi, isReadOnly: false);

    [Call("VDI.snapshot", "Keeps an image as it is now: makes a copy that is only read, while no machine writes to it.", Role.VmAdmin, Since = ApiVersion.Xend,
        Errors = ["SR_FULL", "VDI_IN_USE", "VALUE_NOT_SUPPORTED"])]
    public static Task<Ref<Vdi>> TakeSnapshot(Caller caller, Ref<Vdi> vdi, Map<string, string> driver_params = default) => CopyAsync(caller, vdi, isReadOnly: true);

    [Call("VDI.set_virtual_size", "Lets an image be larger while no machine has it; what is added reads as zeros.", Role.VmAdmin, Async = false, Errors = ["SR_FULL", "VALUE_NOT_SUPPORTED", "VDI_IN_USE"])]
    public static Task SetVirtualSize(Caller caller, Ref<Vdi> self, long value) => caller.Engine.Storage.GrowAsync(self, value);

    private static async Task<Ref<Vdi>> CopyAsync(Caller caller, Ref<Vdi> vdi, bool isReadOnly)
    {
        var storage = caller.Engine.Storage;
        var copy = await storage.CopyAsync(vdi, caller.Get(vdi).NameLabel, caller.Progress, caller.Cancelled).ConfigureAwait(false);
        try
        {
            await caller.CommitAsync(changes => changes.Put(changes.Get(copy) with { IsPart = false, ReadOnly = isReadOnly })).ConfigureAwait(false);
        }
        catch
        {
            await storage.DestroyAsync(copy).ConfigureAwait(false);
            throw;
        }

        return copy;
    }
}
