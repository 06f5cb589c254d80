namespace Hypervisor.Native.Linux;

/// <summary>Makes rates of counters that only grow: what a device moved between two readings. May be used by several at once.</summary>
internal sealed class FlowMeter(TimeProvider time)
{
    // Over a shorter time a rate says nothing: then the one before stands.
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromMilliseconds(100);
    private const double KiB = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Reading> readings = new(StringComparer.Ordinal);

    /// <summary>What a device moves, by its counters now. The first reading has no rate, nor has one after the counters began anew.</summary>
    public Flow Measure(string device, long readBytes, long writtenBytes)
    {
        var now = time.GetTimestamp();
        lock (gate)
        {
            var rate = default(Flow);
            if (readings.TryGetValue(device, out var before) && readBytes >= before.ReadBytes && writtenBytes >= before.WrittenBytes)
            {
                var span = time.GetElapsedTime(before.Timestamp, now);
                if (span < ShortestSpan)
                {
                    return Totals(before.Rate);
                }

                rate = new(
                    (readBytes - before.ReadBytes) / KiB / span.TotalSeconds,
                    (writtenBytes - before.WrittenBytes) / KiB / span.TotalSeconds);
            }

            readings[device] = new(now, readBytes, writtenBytes, rate);
            return Totals(rate);
        }

        Flow Totals(Flow rate) => rate with { ReadKiB = readBytes / KiB, WriteKiB = writtenBytes / KiB };
    }

    private readonly record struct Reading(long Timestamp, long ReadBytes, long WrittenBytes, Flow Rate);
}
