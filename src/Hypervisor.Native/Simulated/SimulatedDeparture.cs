using System.Buffers.Binary;
using Hypervisor.Native.Moving;

namespace Hypervisor.Native.Simulated;

/// <summary>A simulated domain that leaves its host. Of its memory, which is all zero, a little is sent.</summary>
internal sealed class SimulatedDeparture(LivingHost host, Domain here) : IDeparture
{
    private const int Pieces = 32;
    private const int PieceBytes = 16 * 1024;

    /// <inheritdoc/>
    public async Task StreamAsync(Peer to, IProgress<double> progress, CancellationToken cancelled)
    {
        var head = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(head, Pieces * PieceBytes);
        await to.WriteAsync(head, cancelled).ConfigureAwait(false);
        await SendAsync(Pieces / 2).ConfigureAwait(false);
        var duration = SimulatedTimings.Moving(here.Config.MemoryBytes, host.Timings.MigrateMiBPerSecond);
        await host.PassAsync(SimulatedOperation.Migrate, here.Id, duration, progress, cancelled).ConfigureAwait(false);
        await SendAsync(Pieces - (Pieces / 2)).ConfigureAwait(false);
        Change(living => living.Up().Standing(host.Now));

        async Task SendAsync(int pieces)
        {
            var zeros = new byte[PieceBytes];
            for (var i = 0; i < pieces; i++)
            {
                await to.WriteAsync(zeros, cancelled).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public Task LeaveAsync()
    {
        Change(living => living.Up() with { Domain = living.Domain with { State = DomainState.Paused } });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StayAsync()
    {
        lock (host.Gate)
        {
            if (Find() is { Domain.State: not DomainState.Down })
            {
                Change(living => living.Going(host.Now) with { Domain = living.Domain with { State = DomainState.Running } });
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task EndAsync()
    {
        lock (host.Gate)
        {
            if (Find() is { } living)
            {
                host.Remove(living);
            }
        }

        return Task.CompletedTask;
    }

    // One that was made anew meanwhile is another one.
    private LivingDomain? Find() => host.Find(here.Id) is { } living && living.Domain.Number == here.Number ? living : null;

    private void Change(Func<LivingDomain, LivingDomain> change)
    {
        lock (host.Gate)
        {
            _ = Find() ?? throw Refusal.NoDomain(here.Id);
            host.Change(here.Id, change);
        }
    }
}
