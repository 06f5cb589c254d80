using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The messages of the class <c>PBD</c> beyond those that every class has.</summary>
internal static class PbdCalls
{
    [Call("PBD.create", "Notes a connection; to storage that is always there it is made at once if device_config leads to its directory or says nothing, else PBD.plug makes it.", Role.PoolAdmin, Errors = ["CREATE_UNSPECIFIED_ATTRIBUTE"])]
    public static async Task<Ref<Pbd>> Create(Caller caller, Pbd args)
    {
        var isMade = caller.Engine.Storage.Connections.IsMadeAtOnce(args);
        await caller.CommitAsync(changes => changes.Add(args with { CurrentlyAttached = isMade, IsUnplugged = !isMade })).ConfigureAwait(false);
        return new(args.Id);
    }

    [Call("PBD.destroy", "Ends a connection; a host's last one to storage that holds images stays while it is plugged.", Role.PoolAdmin)]
    public static async Task Destroy(Caller caller, Ref<Pbd> self)
    {
        var gone = caller.Get(self);
        var sr = caller.Get(gone.Sr);
        var hasAnother = sr.Pbds.Select(caller.Get).Any(other => other.Id != gone.Id && other.Host == gone.Host && other.CurrentlyAttached);
        if (gone.CurrentlyAttached && !hasAnother && sr.Vdis.Count > 0)
        {
            throw Errors.OperationNotAllowed();
        }

        await caller.Engine.Storage.Connections.UnplugAsync(self, caller.Cancelled).ConfigureAwait(false);
        await caller.CommitAsync(changes => changes.Delete(self)).ConfigureAwait(false);
    }

    [Call("PBD.plug", "Connects the host to the storage.", Role.PoolAdmin, Since = ApiVersion.Xend, Errors = ["SR_UNKNOWN_DRIVER", "SR_BACKEND_FAILURE", "SR_DEVICE_IN_USE", "VALUE_NOT_SUPPORTED"])]
    public static Task Plug(Caller caller, Ref<Pbd> self) => caller.Engine.Storage.Connections.PlugAsync(self, caller.Cancelled);

    [Call("PBD.unplug", "Ends the connection of the host to the storage, which no machine may use then.", Role.PoolAdmin, Since = ApiVersion.Xend, Errors = ["SR_BACKEND_FAILURE", "VDI_IN_USE"])]
    public static Task Unplug(Caller caller, Ref<Pbd> self) => caller.Engine.Storage.Connections.UnplugAsync(self, caller.Cancelled);

    [Call("PBD.get_by_SR", "The connections to one SR.", Role.ReadOnly, Since = ApiVersion.Xend)]
    public static Set<Ref<Pbd>> GetBySr(Caller caller, Ref<Sr> sr) => Set.Of(caller.Get(sr).Pbds.AsEnumerable());
}
