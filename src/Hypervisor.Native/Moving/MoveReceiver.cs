using System.Text;

namespace Hypervisor.Native.Moving;

/// <summary>Receives a domain from another host, as <c>xl migrate-receive</c> does. It runs here once the sender has said so, and not before.</summary>
internal sealed class MoveReceiver(Peer peer, IArrival arrival)
{
    private const byte Runs = 0;
    private const byte Failed = 1;

    /// <summary>Receives it. When this is done, it runs here.</summary>
    /// <param name="cancelled">Calls it off, as long as that is possible.</param>
    public async Task<Domain> ReceiveAsync(CancellationToken cancelled)
    {
        await peer.WriteAsync(MoveMarks.Banner, cancelled).ConfigureAwait(false);
        try
        {
            await arrival.PrepareAsync(await ReadHeaderAsync(cancelled).ConfigureAwait(false)).ConfigureAwait(false);
            await arrival.BuildAsync(peer, cancelled).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await RefuseAsync(e).ConfigureAwait(false);
            throw;
        }

        Domain domain;
        try
        {
            await peer.WriteAsync(MoveMarks.Received, cancelled).ConfigureAwait(false);
            await peer.ExpectAsync(MoveMarks.Go, "the domain is this host's", peer.Patience.Answer, cancelled).ConfigureAwait(false);
            domain = await arrival.BeginAsync().ConfigureAwait(false);
        }
        catch
        {
            await GiveBackAsync().ConfigureAwait(false);
            throw;
        }

        // It runs here, whether or not the sender hears of it.
        await TellAsync(Report(Runs)).ConfigureAwait(false);
        return domain;
    }

    private static byte[] Report(byte status) => [.. MoveMarks.Report.Span, status];

    private async Task<string> ReadHeaderAsync(CancellationToken cancelled)
    {
        const string meaning = "what the domain is";
        try
        {
            var head = await peer.ReadAsync(SaveHeader.HeadBytes, meaning, peer.Patience.Stall, cancelled).ConfigureAwait(false);
            return SaveHeader.Config(await peer.ReadAsync(SaveHeader.Following(head), meaning, peer.Patience.Stall, cancelled).ConfigureAwait(false));
        }
        catch (FormatException e)
        {
            throw new HypervisorException(HypervisorFault.Invalid, $"What {peer.Name} sends is no domain: {e.Message}.", e);
        }
    }

    private async Task RefuseAsync(Exception reason)
    {
        var text = reason is HypervisorException ? reason.Message : "the host stops, or has failed";
        byte[] line = [.. MoveMarks.Refusal.Span, .. Encoding.UTF8.GetBytes(text), (byte)'\n'];
        await TellAsync(line).ConfigureAwait(false);
        await peer.DrainAsync().ConfigureAwait(false);
    }

    // The sender may have it back only when it is certain that it does not run here.
    private async Task GiveBackAsync()
    {
        await TellAsync(Report(Failed)).ConfigureAwait(false);
        await arrival.EndAsync().ConfigureAwait(false);
        await TellAsync(MoveMarks.Go).ConfigureAwait(false);
    }

    private async Task TellAsync(ReadOnlyMemory<byte> words)
    {
        try
        {
            await peer.WriteAsync(words, CancellationToken.None).ConfigureAwait(false);
        }
        catch (HypervisorException)
        {
            // Nobody listens any more.
        }
    }
}
