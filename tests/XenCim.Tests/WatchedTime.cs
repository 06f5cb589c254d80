using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace XenCim.Tests;

/// <summary>A clock that a test moves, and that tells for how long the house waits: time passes when somebody waits for it.</summary>
public sealed class WatchedTime() : FakeTimeProvider(new(2010, 1, 10, 0, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Longer ones are the limits of orders and the periods of sweeps.
    private static readonly TimeSpan ShortMost = TimeSpan.FromSeconds(29);

    private readonly ConcurrentQueue<TimeSpan> waits = new();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= ShortMost)
        {
            waits.Enqueue(dueTime);
        }

        return timer;
    }

    /// <summary>The next short wait that began; false where none has begun since.</summary>
    public bool TryTake(out TimeSpan wait) => waits.TryDequeue(out wait);

    /// <summary>The next short wait, once it has begun.</summary>
    public async Task<TimeSpan> WaitAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        TimeSpan wait;
        while (!TryTake(out wait))
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return wait;
    }
}
