namespace Hypervisor.Native.Moving;

/// <summary>
/// Sends a domain to another host, as <c>xl migrate</c> does. Up to the word that gives it away, whatever goes wrong lets it run on
/// here; from then on it runs on here only where the other side says that it does not have it.
/// </summary>
internal sealed class MoveSender(Peer peer, IDeparture departure)
{
    private const byte Runs = 0;

    /// <summary>Sends it. When this is done, it is gone from here.</summary>
    /// <param name="config">Its configuration, as the other side takes it.</param>
    /// <param name="progress">Is told how far the memory is.</param>
    /// <param name="cancelled">Calls it off, as long as that is possible.</param>
    public async Task SendAsync(string config, IProgress<double> progress, CancellationToken cancelled)
    {
        await peer.ExpectAsync(MoveMarks.Banner, "it is ready to receive", peer.Patience.Stall, cancelled).ConfigureAwait(false);
        try
        {
            await StreamAsync(config, progress, cancelled).ConfigureAwait(false);
            await peer.ExpectAsync(MoveMarks.Received, "it has received the domain", peer.Patience.Making, cancelled).ConfigureAwait(false);
            cancelled.ThrowIfCancellationRequested();
            await departure.LeaveAsync().ConfigureAwait(false);
        }
        catch
        {
            await departure.StayAsync().ConfigureAwait(false);
            throw;
        }

        var status = await GiveAsync().ConfigureAwait(false);
        if (status != Runs)
        {
            await departure.StayAsync().ConfigureAwait(false);
            throw Peer.Unreachable($"{peer.Name} could not let the domain run (status {status}), and has given it back; it runs on here");
        }

        await departure.EndAsync().ConfigureAwait(false);
    }

    private async Task StreamAsync(string config, IProgress<double> progress, CancellationToken cancelled)
    {
        try
        {
            await peer.WriteAsync(SaveHeader.Of(config), cancelled).ConfigureAwait(false);
            await departure.StreamAsync(peer, progress, cancelled).ConfigureAwait(false);
        }
        catch (HypervisorException e) when (!cancelled.IsCancellationRequested)
        {
            throw await peer.ExplainedAsync(e).ConfigureAwait(false);
        }
    }

    // Not to be called off. Where it breaks, nobody here knows who has the domain.
    private async Task<byte> GiveAsync()
    {
        try
        {
            await peer.WriteAsync(MoveMarks.Go, CancellationToken.None).ConfigureAwait(false);
            await peer.ExpectAsync(MoveMarks.Report, "what became of the domain follows", peer.Patience.Answer, CancellationToken.None).ConfigureAwait(false);
            var status = (await peer.ReadAsync(1, "the domain runs, or does not", peer.Patience.Answer, CancellationToken.None).ConfigureAwait(false))[0];
            if (status != Runs)
            {
                await peer.ExpectAsync(MoveMarks.Go, "the domain is this host's again", peer.Patience.Answer, CancellationToken.None).ConfigureAwait(false);
            }

            return status;
        }
        catch (HypervisorException e)
        {
            throw new HypervisorException(
                HypervisorFault.Uncertain,
                $"Whether the domain runs on {peer.Name} is not known: it was told to take it, and the answer did not come. Here it stands still, and is shown as paused. "
                + $"Look at {peer.Name} (xl list). Where it runs there, shut it down hard here; where it does not and will not, unpause it here. Never let it run on both. ({e.Message})",
                e);
        }
    }
}
