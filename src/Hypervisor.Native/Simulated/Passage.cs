namespace Hypervisor.Native.Simulated;

/// <summary>The time that an order takes, with its progress, and the failure that may lie on the way.</summary>
internal sealed class Passage(TimeProvider time, TimeSpan duration, SimulatedFault? fault)
{
    private const int Steps = 20;

    private static readonly TimeSpan shortest = TimeSpan.FromMilliseconds(20);

    /// <summary>Lets it pass.</summary>
    public async Task PassAsync(IProgress<double>? progress, CancellationToken cancelled)
    {
        var start = time.GetTimestamp();
        var step = duration / Steps > shortest ? duration / Steps : shortest;
        while (true)
        {
            cancelled.ThrowIfCancellationRequested();
            var elapsed = time.GetElapsedTime(start);
            var part = elapsed >= duration ? 1 : elapsed / duration;
            if (fault is not null && part >= fault.At)
            {
                throw fault.Thrown();
            }

            progress?.Report(part);
            if (elapsed >= duration)
            {
                return;
            }

            // Rounded up: a delay of less than a millisecond would be none.
            var left = duration - elapsed;
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling((left < step ? left : step).TotalMilliseconds)), time, cancelled).ConfigureAwait(false);
        }
    }
}
