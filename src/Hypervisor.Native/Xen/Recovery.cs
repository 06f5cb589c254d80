using Microsoft.Extensions.Logging;

namespace Hypervisor.Native.Xen;

/// <summary>Puts right what a kill of the server left half done.</summary>
internal sealed partial class Recovery(LibxlContext xen, DomainTable domains, LifeOrders life, Makings makings, ILogger log)
{
    /// <summary>Undoes and finishes what a kill of the server left: half-made domains go, half-saved ones run on.</summary>
    public async Task RunAsync()
    {
        foreach (var id in makings.HalfMade())
        {
            if (domains.StatusOf(id) is { } info)
            {
                LogHalfMade(id, info.Number);
                await life.TryDestroyAsync(info.Number).ConfigureAwait(false);
            }
        }

        foreach (var (id, wasPaused) in makings.HalfSaved())
        {
            await GoOnAsync([.. domains.Statuses().Where(info => info.Id == id).OrderBy(info => info.Number)], wasPaused).ConfigureAwait(false);
        }

        foreach (var id in makings.Gone().Where(id => domains.StatusOf(id) is not { } info || !domains.IsAway(info)))
        {
            makings.TakeBack(id);
        }

        makings.Clear();
    }

    // A domain that was being moved is there twice, with the older half stopped; that one is whole. Where it has gone already, the
    // newer one is.
    private async Task GoOnAsync(IReadOnlyList<DomainStatus> halves, bool wasPaused)
    {
        foreach (var newer in halves.Skip(1))
        {
            LogHalfMade(newer.Id, newer.Number);
            await life.TryDestroyAsync(newer.Number).ConfigureAwait(false);
        }

        if (halves.Count == 0)
        {
            return;
        }

        var left = halves[0];
        if (domains.IsAway(left))
        {
            LogAway(left.Id, left.Number);
            return;
        }

        life.StripName(left);
        if (left is { IsDown: true, DownReason: DownReason.Suspend })
        {
            LogHalfSaved(left.Id, left.Number);
            await life.ResumeAsync(left.Number).ConfigureAwait(false);
        }
        else if (left is { IsDown: false, IsPaused: true } && !wasPaused)
        {
            LogHalfSaved(left.Id, left.Number);
            await xen.DoAsync("let the domain run", left.Number, (context, how) => Libxl.libxl_domain_unpause(context, left.Number, how)).ConfigureAwait(false);
        }
    }

    [LoggerMessage(77, LogLevel.Warning, "Domain {Id} ({Domain}) was being made when the server ended, and is removed.")]
    private partial void LogHalfMade(Guid id, uint domain);

    [LoggerMessage(78, LogLevel.Warning, "Domain {Id} ({Domain}) was being saved or moved when the server ended, and runs on.")]
    private partial void LogHalfSaved(Guid id, uint domain);

    [LoggerMessage(84, LogLevel.Error, "Domain {Id} ({Domain}) was given to another host when the server ended, and nobody knows whether it runs there: here it stands still, and is shown as paused. Look at the other host (xl list). Where it runs there, shut it down hard here; where it does not and will not, unpause it here.")]
    private partial void LogAway(Guid id, uint domain);
}
