using System.Diagnostics;

namespace XenCim.Benchmarks;

/// <summary>The native binary: resident memory and time to the first answer, with nothing and with 10,000 machines in its state.</summary>
internal static class Footprint
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(7);

    public static async Task RunAsync()
    {
        foreach (var machines in (int[])[0, 10_000])
        {
            var state = Directory.CreateTempSubdirectory("xencim-bench-").FullName;
            if (await Child.NativeAsync(state) is not { } maker)
            {
                Console.WriteLine("Set XENCIM_SERVER to the native binary to measure it.");
                return;
            }

            await XenCalls.FillAsync(maker.Address, machines);
            await maker.TerminateAsync();
            var (times, sizes) = (new List<double>(), new List<double>());
            for (var i = 0; i < 5; i++)
            {
                var clock = Stopwatch.StartNew();
                var server = (await Child.NativeAsync(state))!;
                using (var connection = new Connection(server.Address))
                {
                    await XenCalls.LoginAsync(connection);
                    times.Add(clock.Elapsed.TotalMilliseconds);
                }

                // What the start left behind is given back a while later.
                await Task.Delay(Settled);
                sizes.Add(server.ResidentMegabytes);
                await server.TerminateAsync();
            }

            Console.WriteLine($"Native, {machines,6} machines: first answer after {Load.Median(times):0} ms, resident {Load.Median(sizes):0} MB");
            Directory.Delete(state, true);
        }
    }
}
