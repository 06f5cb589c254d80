using Hypervisor.Native.Moving;

namespace Hypervisor.Native.Xen;

/// <summary>A domain that leaves its host.</summary>
/// <param name="xen">The library.</param>
/// <param name="life">What can be done with a domain.</param>
/// <param name="domains">The domains.</param>
/// <param name="makings">Where it is noted that another host may have it.</param>
/// <param name="here">The domain.</param>
/// <param name="isLive">Whether it runs on while its memory is sent.</param>
internal sealed class Departure(LibxlContext xen, LifeOrders life, DomainTable domains, Makings makings, Domain here, bool isLive) : IDeparture
{
    private const int Live = 2;
    private const double AllButTheEnd = 0.99;

    private readonly uint number = (uint)here.Number;

    /// <inheritdoc/>
    public async Task StreamAsync(Peer to, IProgress<double> progress, CancellationToken cancelled)
    {
        using var ends = StreamEnds.Open();
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var sent = 0L;
        var saving = SaveAsync();
        try
        {
            await to.SendAllAsync(ends.Ours, Sent, broken.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Nobody takes it any more: the library is not to wait for that.
            await broken.CancelAsync().ConfigureAwait(false);
            await ends.Ours.DisposeAsync().ConfigureAwait(false);
            try
            {
                await saving.ConfigureAwait(false);
            }
            catch (Exception late) when (late is HypervisorException or OperationCanceledException)
            {
                // Of two failures the first is the reason.
            }

            if (e is IOException)
            {
                throw new HypervisorException(HypervisorFault.Failed, $"The memory of the domain could not be read: {e.Message}", e);
            }

            throw;
        }

        await saving.ConfigureAwait(false);

        void Sent(int octets)
        {
            sent += octets;
            progress.Report(Math.Clamp((double)sent / Math.Max(here.Config.MemoryBytes, 1), 0, AllButTheEnd));
        }

        async Task SaveAsync()
        {
            try
            {
                await xen.DoAsync("send the domain", number, (context, how) => Libxl.libxl_domain_suspend(context, number, ends.Theirs, isLive ? Live : 0, how), broken.Token).ConfigureAwait(false);
            }
            finally
            {
                ends.CloseTheirs();
            }
        }
    }

    /// <inheritdoc/>
    public Task LeaveAsync() => Task.Run(() =>
    {
        // The note comes first: from then on no start of the server lets it run on by itself.
        makings.SendAway(here.Id, number);
        life.Rename(number, $"{here.Config.Name}{Makings.Leaving}");
    });

    /// <inheritdoc/>
    public async Task StayAsync()
    {
        if (domains.StatusOf(number) is { IsDown: true, DownReason: DownReason.Suspend })
        {
            await Task.Run(() => life.TryRename(number, here.Config.Name)).ConfigureAwait(false);
            await life.ResumeAsync(number).ConfigureAwait(false);
        }

        makings.TakeBack(here.Id);
    }

    /// <inheritdoc/>
    public async Task EndAsync()
    {
        await life.DestroyAsync(number).ConfigureAwait(false);
        makings.TakeBack(here.Id);
    }
}
