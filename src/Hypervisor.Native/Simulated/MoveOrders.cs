using System.Text.Json;
using Hypervisor.Native.Moving;

namespace Hypervisor.Native.Simulated;

/// <summary>Orders that move a domain between hosts that have nothing but a connection in common.</summary>
internal sealed class MoveOrders(LivingHost host, DomainOrders orders)
{
    public Task SendAsync(Guid domain, Peer peer, IProgress<double> progress, CancellationToken cancelled)
    {
        var living = host.Get(domain).Up();
        var config = living.Domain.Config;
        if (config.Pcis.Count > 0 || config.Scsis.Count > 0)
        {
            throw Refusal.BadState($"Domain {domain} holds devices of the host; take them from it first.");
        }

        var saved = JsonSerializer.Serialize(new SavedDomain(config, living.Ran(host.Now), living.IsDeaf), SimulatedJson.Default.SavedDomain);
        return new MoveSender(peer, new SimulatedDeparture(host, living.Domain)).SendAsync(saved, progress, cancelled);
    }

    public Task<Domain> ReceiveAsync(Peer peer, Action<DomainConfig> admit, CancellationToken cancelled) =>
        new MoveReceiver(peer, new SimulatedArrival(host, orders, admit)).ReceiveAsync(cancelled);
}
