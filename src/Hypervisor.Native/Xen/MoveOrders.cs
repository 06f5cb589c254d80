using Hypervisor.Native.Moving;

namespace Hypervisor.Native.Xen;

/// <summary>Orders that move a domain between hosts.</summary>
internal sealed class MoveOrders(LibxlContext xen, DomainTable domains, LifeOrders life, Makings makings)
{
    /// <summary>Sends a domain to another host.</summary>
    public async Task SendAsync(Guid domain, Peer peer, bool isLive, IProgress<double> progress, CancellationToken cancelled)
    {
        var number = domains.Up(domain);
        var here = domains.Find(domain) ?? throw DomainTable.NoDomain(domain);
        if (here.Config.Pcis.Count > 0)
        {
            throw new HypervisorException(HypervisorFault.BadState, $"Domain {domain} holds PCI devices of the host; take them from it first.");
        }

        var config = xen.Read(
            "read the domain's configuration", number, xen.Types.DomainConfig, answer => Libxl.libxl_retrieve_domain_configuration(xen.Handle, number, answer, 0)).GetRawText();
        using var note = makings.Save(domain, here);
        await new MoveSender(peer, new Departure(xen, life, domains, makings, here, isLive)).SendAsync(config, progress, cancelled).ConfigureAwait(false);
    }

    /// <summary>Receives a domain from another host.</summary>
    public async Task<Domain> ReceiveAsync(Peer peer, Action<DomainConfig> admit, CancellationToken cancelled)
    {
        using var arrival = new Arrival(xen, life, domains, makings, admit);
        return await new MoveReceiver(peer, arrival).ReceiveAsync(cancelled).ConfigureAwait(false);
    }
}
