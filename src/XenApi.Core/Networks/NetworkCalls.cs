using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Networks;

/// <summary>The messages of the class <c>network</c> beyond those that every class has.</summary>
internal static class NetworkCalls
{
    [Call("network.create", "Makes a network: a bridge on the hosts, by the name in other_config or one made up.", Role.PoolAdmin,
        Errors = ["UNIQUE_NAME_ERROR", "NETWORK_ERROR"])]
    public static async Task<Ref<Network>> Create(Caller caller, Network args)
    {
        await caller.Engine.Networks.AddAsync(NetworkBridge.Named(args), caller.Cancelled).ConfigureAwait(false);
        return new(args.Id);
    }

    [Call("network.destroy", "Removes a network that no interface is on, and its bridge.", Role.PoolAdmin, Errors = ["NETWORK_ERROR"])]
    public static Task Destroy(Caller caller, Ref<Network> self) => caller.Engine.Networks.RemoveAsync(self, caller.Cancelled);

    [Call("network.get_managed", "Whether this server made the bridge; else the host's own configuration did.", Role.ReadOnly, Since = ApiVersion.Xend, Async = false)]
    public static bool GetManaged(Caller caller, Ref<Network> self) => caller.Get(self).IsManaged;
}
