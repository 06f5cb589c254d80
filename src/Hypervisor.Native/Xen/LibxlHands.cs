using System.Collections.Concurrent;

namespace Hypervisor.Native.Xen;

/// <summary>
/// The contexts in which orders are carried out. The library holds the lock of a context while it builds a domain, or waits
/// for a file that does not come: an order has a context for itself, and holds up nobody else. They are used again, and never closed.
/// </summary>
/// <param name="open">Opens a context.</param>
/// <param name="deaf">Is told where one of them is driven no more, with the number of the failure.</param>
/// <param name="reaper">Tells them of their children.</param>
internal sealed class LibxlHands(Func<nint> open, Action<int> deaf, ChildReaper reaper) : IDisposable
{
    /// <summary>As many orders are under way at once; more wait.</summary>
    private const int Most = 64;

    private readonly SemaphoreSlim free = new(Most);
    private readonly ConcurrentStack<LibxlHand> idle = [];

    /// <summary>Carries out an order, and answers the number that it ended with; 0 where all went well.</summary>
    public async Task<int> DoAsync(Func<nint, nint, int> begin, CancellationToken cancelled)
    {
        await free.WaitAsync(cancelled).ConfigureAwait(false);
        try
        {
            var hand = idle.TryPop(out var rested) ? rested : new(await Task.Run(open, CancellationToken.None).ConfigureAwait(false), deaf);
            try
            {
                return await hand.DoAsync(begin, reaper, cancelled).ConfigureAwait(false);
            }
            finally
            {
                idle.Push(hand);
            }
        }
        finally
        {
            free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();
}
