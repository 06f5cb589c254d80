using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Networks;

/// <summary>
/// The messages of the class <c>network</c> beyond those that every class has. The object is committed before its bridge
/// is made, so that no bridge is left that no network has; the next start makes a bridge that a crash left out.
/// </summary>
internal static class NetworkCalls
{
    [Call("network.create", "Makes a network: a bridge on the hosts, by the name in other_config or one made up.", Role.PoolAdmin,
        Errors = ["UNIQUE_NAME_ERROR", "NETWORK_ERROR"])]
    public static async Task<Ref<Network>> Create(Caller caller, Network args)
    {
        var network = NetworkBridge.Named(args);
        await caller.CommitAsync(changes => changes.Add(network)).ConfigureAwait(false);
        try
        {
            await caller.Engine.Networks.MakeBridgeAsync(network).ConfigureAwait(false);
        }
        catch (ApiError e)
        {
            await caller.CommitAsync(changes => changes.Delete(new Ref<Network>(network.Id))).ConfigureAwait(false);
            throw Errors.NetworkError("the bridge could not be made", network.Bridge, e.InnerException ?? e);
        }

        return new(network.Id);
    }

    [Call("network.destroy", "Removes a network that no interface is on, and its bridge.", Role.PoolAdmin, Errors = ["NETWORK_ERROR"])]
    public static async Task Destroy(Caller caller, Ref<Network> self)
    {
        var bridge = await caller.CommitAsync(changes =>
        {
            var network = changes.Get(self);
            if (network.Vifs.Count > 0 || network.Pifs.Count > 0)
            {
                throw Errors.NetworkError("interfaces are on the network", network.NameLabel);
            }

            changes.Delete(self);
            return NetworkBridge.Of(network);
        }).ConfigureAwait(false);
        await caller.Engine.Networks.RemoveBridgeAsync(bridge).ConfigureAwait(false);
    }

    [Call("network.get_managed", "Whether this server made the bridge; else the host's own configuration did.", Role.ReadOnly, Since = ApiVersion.Xend, Async = false)]
    public static bool GetManaged(Caller caller, Ref<Network> self) => caller.Get(self).IsManaged;
}
