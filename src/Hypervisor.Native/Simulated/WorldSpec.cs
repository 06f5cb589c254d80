using System.Globalization;

namespace Hypervisor.Native.Simulated;

/// <summary>Reads a world's short description: vms=10000,hosts=1,seed=7.</summary>
internal static class WorldSpec
{
    /// <summary>Reads it.</summary>
    public static SimulatedWorld Parse(string spec)
    {
        var (vms, hosts, seed, cpus, timings) = (0, 1, 1, 8, new SimulatedTimings());
        var seen = new HashSet<string>();
        foreach (var part in spec.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = part.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right) : throw Wrong(part, "is not of the form name=value");
            if (!seen.Add(key))
            {
                throw Wrong(key, "is there twice");
            }

            switch (key)
            {
                case "vms":
                    vms = Number(key, value, 0, WorldCheck.MostHosts * WorldCheck.MostSeededVms);
                    break;
                case "hosts":
                    hosts = Number(key, value, 1, WorldCheck.MostHosts);
                    break;
                case "seed":
                    seed = Number(key, value, 0, int.MaxValue);
                    break;
                case "cpus":
                    cpus = Number(key, value, 1, WorldCheck.MostCpus);
                    break;
                case "timings":
                    timings = value switch
                    {
                        "instant" => SimulatedTimings.Instant,
                        "usual" => timings,
                        _ => throw Wrong(key, "must be instant or usual"),
                    };
                    break;
                default:
                    throw Wrong(key, "is not known; there are vms, hosts, seed, cpus and timings");
            }
        }

        var world = new SimulatedWorld
        {
            Seed = seed,
            Timings = timings,
            Hosts = [.. Enumerable.Range(0, hosts).Select(place => new SimulatedHost
            {
                CoresPerSocket = cpus, SeededVms = (vms / hosts) + (place < vms % hosts ? 1 : 0),
            })],
        };
        return WorldCheck.Wrong(world) is { } wrong ? throw new FormatException(wrong) : world;
    }

    private static int Number(string key, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(key, $"must be a number from {least} to {most}");

    private static FormatException Wrong(string what, string why) => new($"Simulated world: {what} {why}.");
}
