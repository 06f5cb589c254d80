using System.Diagnostics;
using Cim.Provider.Mof;

namespace XenCim.Benchmarks;

/// <summary>Compiles the complete DMTF schema, which stands beside the repository or where XENCIM_DMTF says.</summary>
internal static class MofSchema
{
    public static Task RunAsync()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("XENCIM_DMTF") ?? Path.Combine("..", "shared", "spec", "dmtf"), "cim-schema-2.49.0");
        if (!Directory.Exists(folder))
        {
            Console.WriteLine("Set XENCIM_DMTF to the folder of the DMTF schemas to measure their compilation.");
            return Task.CompletedTask;
        }

        var times = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var clock = Stopwatch.StartNew();
            var result = new MofCompiler(new MofFolder(folder)).Compile("cim_schema_2.49.0.mof");
            times.Add(clock.Elapsed.TotalMilliseconds);
            var keptMegabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
            if (i == 0)
            {
                Console.WriteLine($"{result.Files} files, {result.Bytes / 1e6:0.0} MB, good: {result.IsGood}; the schema keeps {keptMegabytes:0.0} MB; first run {times[0]:0} ms");
            }

            GC.KeepAlive(result);
        }

        Console.WriteLine($"Later runs {Load.Median(times[1..]):0} ms");
        return Task.CompletedTask;
    }
}
