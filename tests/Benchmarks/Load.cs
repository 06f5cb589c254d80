using System.Diagnostics;

namespace XenCim.Benchmarks;

/// <summary>Sends one request over and over, on several connections, for a while.</summary>
internal static class Load
{
    /// <summary>Requests and bytes per second.</summary>
    public static async Task<(double Requests, double Bytes)> RunAsync(Uri address, byte[] request, int connections, TimeSpan time)
    {
        long requests = 0, bytes = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var connection = new Connection(address);
            await Task.Yield();
            while (clock.Elapsed < time)
            {
                Interlocked.Add(ref bytes, await connection.PostAsync(request));
                Interlocked.Increment(ref requests);
            }
        }));
        return (requests / clock.Elapsed.TotalSeconds, bytes / clock.Elapsed.TotalSeconds);
    }

    /// <summary>Measures two servers in turns, several times, and gives the median of each and of the ratios.</summary>
    public static async Task<(double Ours, double Theirs, double Ratio)> CompareAsync(
        (Uri Address, byte[] Request) ours, (Uri Address, byte[] Request) theirs, int connections, TimeSpan time, int rounds = 5)
    {
        await RunAsync(ours.Address, ours.Request, connections, time);
        await RunAsync(theirs.Address, theirs.Request, connections, time);
        var (our, their) = (new List<double>(), new List<double>());
        for (var i = 0; i < rounds; i++)
        {
            our.Add((await RunAsync(ours.Address, ours.Request, connections, time)).Requests);
            their.Add((await RunAsync(theirs.Address, theirs.Request, connections, time)).Requests);
        }

        return (Median(our), Median(their), Median(our.Zip(their, (o, t) => o / t)));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
