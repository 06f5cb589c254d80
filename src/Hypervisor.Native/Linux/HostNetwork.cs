using Hypervisor.Native.Linux.Netlink;

namespace Hypervisor.Native.Linux;

/// <summary>The bridges and VLANs of the host, by rtnetlink(7). One order after the other; each is done when the kernel says so.</summary>
/// <remarks>
/// What is made here has the alias <see cref="HostLink.OurAlias"/>, and only what has it is removed: who wants to keep such
/// a bridge gives it another alias. Needs CAP_NET_ADMIN.
/// </remarks>
internal sealed class HostNetwork : IDisposable
{
    private readonly SemaphoreSlim hand = new(1, 1);
    private readonly NetlinkSocket socket;
    private readonly BridgeOrders bridges;
    private readonly NicOrders nics;

    /// <summary>Orders to the network namespace of a socket, which is closed with this.</summary>
    public HostNetwork(NetlinkSocket socket)
    {
        this.socket = socket;
        var links = new LinkTable(socket);
        bridges = new(links);
        nics = new(links, bridges);
    }

    /// <summary>Orders to the network namespace of the server.</summary>
    public static HostNetwork Open() => new(NetlinkSocket.Open());

    /// <summary>Makes a bridge and sets it up. One that is there already is no error.</summary>
    public Task MakeBridgeAsync(string bridge) => InTurnAsync(() => bridges.Make(bridge));

    /// <summary>
    /// Removes a bridge. One that is not there is no error; one with members or IP addresses is <see cref="HypervisorFault.Busy"/>, one that was not made
    /// here <see cref="HypervisorFault.BadState"/>.
    /// </summary>
    public Task RemoveBridgeAsync(string bridge) => InTurnAsync(() => bridges.Remove(bridge));

    /// <summary>
    /// Sets up an interface, or a VLAN on one, and joins it to its bridge. <see cref="HypervisorFault.Busy"/> where it has IP addresses or is part of
    /// another bridge: the host may be reached through it.
    /// </summary>
    public Task PlugNicAsync(HostNicConfig nic) => InTurnAsync(() => nics.Plug(nic));

    /// <summary>Takes an interface from its bridge, and removes a VLAN that was made here. One that is not there is no error.</summary>
    public Task UnplugNicAsync(string device, int? vlan) => InTurnAsync(() => nics.Unplug(device, vlan));

    /// <inheritdoc/>
    public void Dispose()
    {
        socket.Dispose();
        hand.Dispose();
    }

    // The kernel answers at once, unless somebody else holds its network tables: no thread of the server waits for that.
    private async Task InTurnAsync(Action deed)
    {
        await hand.WaitAsync().ConfigureAwait(false);
        try
        {
            await Task.Run(deed).ConfigureAwait(false);
        }
        finally
        {
            hand.Release();
        }
    }
}
