using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The messages of the class <c>PBD</c> beyond those that every class has.</summary>
internal static class PbdCalls
{
    [Call("PBD.create", "Notes a connection; it is made if its device_config leads to the storage's own directory, or says nothing.", Role.PoolAdmin, Errors = ["CREATE_UNSPECIFIED_ATTRIBUTE"])]
    public static async Task<Ref<Pbd>> Create(Caller caller, Pbd args)
    {
        var made = args with { CurrentlyAttached = caller.Engine.Storage.IsAttached(args) };
        await caller.CommitAsync(changes => changes.Add(made)).ConfigureAwait(false);
        return new(made.Id);
    }

    [Call("PBD.destroy", "Ends a connection; a host's last one to storage that holds images stays.", Role.PoolAdmin)]
    public static Task Destroy(Caller caller, Ref<Pbd> self) => caller.CommitAsync(changes =>
    {
        var gone = changes.Get(self);
        var sr = changes.Get(gone.Sr);
        var hasAnother = sr.Pbds.Select(changes.Get).Any(other => other.Id != gone.Id && other.Host == gone.Host && other.CurrentlyAttached);
        if (gone.CurrentlyAttached && !hasAnother && sr.Vdis.Count > 0)
        {
            throw Errors.OperationNotAllowed();
        }

        changes.Delete(self);
    });

    [Call("PBD.get_by_SR", "The connections to one SR.", Role.ReadOnly, Since = ApiVersion.Xend)]
    public static Set<Ref<Pbd>> GetBySr(Caller caller, Ref<Sr> sr) => Set.Of(caller.Get(sr).Pbds.AsEnumerable());
}
