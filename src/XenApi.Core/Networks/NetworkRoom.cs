using Microsoft.Extensions.Logging;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Networks;

/// <summary>
/// The bridges and interfaces on the hosts behind the objects. Neither outlives its host, so those that this server made
/// are made again at start.
/// </summary>
internal sealed partial class NetworkRoom(Engine engine, ILogger<NetworkRoom> log)
{
    private readonly SemaphoreSlim hand = new(1, 1);

    /// <summary>Makes a network and its bridge on all hosts; where one refuses, there is neither.</summary>
    public Task AddAsync(Network network, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            await engine.Store.CommitAsync(changes => changes.Add(network)).ConfigureAwait(false);
            try
            {
                await MakeBridgeAsync(network).ConfigureAwait(false);
            }
            catch (ApiError e)
            {
                await RemoveBridgeAsync(network.Bridge).ConfigureAwait(false);
                await engine.Store.CommitAsync(changes => changes.Delete(new Ref<Network>(network.Id))).ConfigureAwait(false);
                throw Errors.NetworkError("the bridge could not be made", network.Bridge, e.InnerException ?? e);
            }
        },
        cancelled);

    /// <summary>Removes a network that nothing is on, then its bridge.</summary>
    public Task RemoveAsync(Ref<Network> self, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            var gone = await engine.Store.CommitAsync(changes =>
            {
                var network = changes.Get(self);
                if (network.Vifs.Count > 0 || network.Pifs.Count > 0)
                {
                    throw Errors.NetworkError("interfaces are on the network", network.NameLabel);
                }

                changes.Delete(self);
                return network;
            }).ConfigureAwait(false);
            await RemoveBridgeAsync(NetworkBridge.Of(gone)).ConfigureAwait(false);
        },
        cancelled);

    /// <summary>
    /// Changes an interface: the object first, then what is on the host. Where the host refuses, the object is again as
    /// it was; what a crash leaves between them the next start does.
    /// </summary>
    public Task ChangeAsync(Ref<Pif> self, Func<Pif, Pif> change, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            var (before, after) = await engine.Store.CommitAsync(changes =>
            {
                var present = changes.Get(self);
                var wanted = change(present);
                changes.Put(wanted);
                return (present, wanted);
            }).ConfigureAwait(false);
            try
            {
                await CarryOutAsync(before, after).ConfigureAwait(false);
            }
            catch (ApiError)
            {
                await engine.Store.CommitAsync(changes => changes.Put(before)).ConfigureAwait(false);
                await TryAsync(before.Device, () => CarryOutAsync(after, before)).ConfigureAwait(false);
                throw;
            }
        },
        cancelled);

    /// <summary>Makes a VLAN: the object first; where the host refuses, there is none.</summary>
    public Task AddAsync(Pif pif, PifMetrics metrics, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            await engine.Store.CommitAsync(changes =>
            {
                changes.Put(metrics);
                changes.Add(pif);
            }).ConfigureAwait(false);
            try
            {
                await PlugAsync(pif).ConfigureAwait(false);
            }
            catch (ApiError)
            {
                await ForgetAsync(pif).ConfigureAwait(false);
                throw;
            }
        },
        cancelled);

    /// <summary>Removes a VLAN: on the host first, so that what fails or is cut off leaves the object that tells of it.</summary>
    public Task RemoveAsync(Ref<Pif> self, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            var pif = engine.Store.Current.Get(self);
            if (pif.IsPhysical)
            {
                throw Errors.PifIsPhysical(pif.Id);
            }

            await UnplugAsync(pif).ConfigureAwait(false);
            await ForgetAsync(pif).ConfigureAwait(false);
        },
        cancelled);

    /// <summary>
    /// Makes again, at start, the bridges and VLANs that this server made, and sets interfaces up as clients wanted them.
    /// Interfaces that are as the host set them up are left alone: the server may be reached through one.
    /// </summary>
    public async Task LookAsync()
    {
        var snapshot = engine.Store.Current;
        foreach (var network in snapshot.All<Network>().Where(network => network.IsManaged))
        {
            await TryAsync(network.NameLabel, () => MakeBridgeAsync(network)).ConfigureAwait(false);
        }

        foreach (var pif in snapshot.All<Pif>().Where(pif => !pif.IsUnplugged && !IsAsTheHostHasIt(pif)))
        {
            await TryAsync(pif.Device, () => PlugAsync(pif)).ConfigureAwait(false);
        }
    }

    private async Task MakeBridgeAsync(Network network)
    {
        foreach (var place in engine.Hosts.All)
        {
            await place.Orders.GiveAsync((h, _) => h.MakeBridgeAsync(NetworkBridge.Of(network))).ConfigureAwait(false);
        }
    }

    // A bridge that stays behind is harmless, and told in the log.
    private async Task RemoveBridgeAsync(string bridge)
    {
        foreach (var place in engine.Hosts.All)
        {
            try
            {
                await place.Orders.GiveAsync((h, _) => h.RemoveBridgeAsync(bridge)).ConfigureAwait(false);
            }
            catch (ApiError e)
            {
                LogBridgeStays(bridge, place.Facts.Name, e);
            }
        }
    }

    // One thing after the other; cancelling ends the waiting, not the deed.
    private async Task InTurnAsync(Func<Task> deed, CancellationToken cancelled)
    {
        await hand.WaitAsync(cancelled).ConfigureAwait(false);
        try
        {
            await deed().ConfigureAwait(false);
        }
        finally
        {
            hand.Release();
        }
    }

    private bool IsAsTheHostHasIt(Pif pif) =>
        pif.IsPhysical
        && (engine.Hosts.All.FirstOrDefault(place => place.Host == pif.Host)?.Facts.Nics.FirstOrDefault(nic => nic.Device == pif.Device) is not { } nic
            || (nic.Mac == pif.Mac && nic.Mtu == pif.Mtu));

    private Task CarryOutAsync(Pif before, Pif after) => after.IsUnplugged
        ? before.IsUnplugged ? Task.CompletedTask : UnplugAsync(before)
        : before.IsUnplugged || (before.Device, before.Tag) == (after.Device, after.Tag) ? PlugAsync(after) : MoveAsync(before, after);

    private async Task MoveAsync(Pif before, Pif after)
    {
        await UnplugAsync(before).ConfigureAwait(false);
        await PlugAsync(after).ConfigureAwait(false);
    }

    private Task PlugAsync(Pif pif)
    {
        var bridge = engine.Store.Current.Find(pif.Network) is { } network ? NetworkBridge.Of(network) : null;
        return engine.Hosts.Of(pif.Host).Orders.GiveAsync((h, _) => h.PlugNicAsync(new(pif.Device, pif.Tag, pif.Mac, (int)pif.Mtu, bridge)));
    }

    private Task UnplugAsync(Pif pif) => engine.Hosts.Of(pif.Host).Orders.GiveAsync((h, _) => h.UnplugNicAsync(pif.Device, pif.Tag));

    private Task ForgetAsync(Pif pif) => engine.Store.CommitAsync(changes =>
    {
        changes.Delete(new Ref<Pif>(pif.Id));
        if (changes.Find(pif.Metrics) is not null)
        {
            changes.Delete(pif.Metrics);
        }
    });

    private async Task TryAsync(string name, Func<Task> order)
    {
        try
        {
            await order().ConfigureAwait(false);
        }
        catch (ApiError e)
        {
            LogNotSetUp(name, e);
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "Bridge {Bridge} stays behind on {Host}; remove it by hand.")]
    private partial void LogBridgeStays(string bridge, string host, Exception cause);

    [LoggerMessage(41, LogLevel.Error, "{Name} could not be set up again on the host; machines on that network have no connection through it.")]
    private partial void LogNotSetUp(string name, Exception cause);
}
