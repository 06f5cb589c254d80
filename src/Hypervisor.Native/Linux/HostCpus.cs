using System.Globalization;
using System.Text;

namespace Hypervisor.Native.Linux;

/// <summary>The CPUs as the kernel tells them in <c>/proc/cpuinfo</c>: in a control domain, its virtual ones.</summary>
internal static class HostCpus
{
    private const int MostCpus = 4096;
    private const long MostBytes = 32 << 20;

    /// <summary>The CPUs that the kernel has; none where it tells of none.</summary>
    public static IReadOnlyList<CpuFacts> Read(string root)
    {
        var tree = new HostTree(root);
        var cpus = new List<CpuFacts>();
        Dictionary<string, string>? block = null;
        TextLines.Read(tree.PathOf("proc/cpuinfo"), MostBytes, line =>
        {
            if (line.IndexOf((byte)':') is not (> 0 and var colon))
            {
                return true;
            }

            var key = Encoding.UTF8.GetString(line[..colon]).Trim();
            if (key == "processor")
            {
                Take();
                block = new(StringComparer.Ordinal);
            }

            block?.TryAdd(key, Encoding.UTF8.GetString(line[(colon + 1)..]).Trim());
            return cpus.Count < MostCpus;
        });
        Take();
        return cpus;

        void Take()
        {
            if (block is not null && cpus.Count < MostCpus)
            {
                cpus.Add(Facts(block, tree));
                block = null;
            }
        }
    }

    /// <summary>
    /// The CPUs of a host that has so many of them, all like the first that the kernel shows: Xen knows how many there are, the
    /// control domain what they are.
    /// </summary>
    /// <param name="seen">What <see cref="Read"/> found.</param>
    /// <param name="count">How many the host has.</param>
    /// <param name="features">The feature words as Xen has them (<c>hw_cap</c>); none where it does not tell.</param>
    public static IReadOnlyList<CpuFacts> Repeated(IReadOnlyList<CpuFacts> seen, int count, IReadOnlyList<uint> features)
    {
        var first = seen.Count > 0 ? seen[0] : new(0, "", 0, "", "", "", "");
        var words = string.Join('-', features.Select(word => word.ToString("x8", CultureInfo.InvariantCulture)));
        return [.. Enumerable.Range(0, count).Select(number => first with { Number = number, Features = words.Length > 0 ? words : first.Features })];
    }

    // x86 has the first of each name, ARM the second.
    private static CpuFacts Facts(Dictionary<string, string> block, HostTree tree)
    {
        var number = int.TryParse(block["processor"], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : 0;
        return new(
            number, Told("vendor_id", "CPU implementer"), MHz(block, number, tree), Told("model name", "CPU part"), Told("stepping", "CPU revision"),
            Told("flags", "Features"), "");

        string Told(string name, string other) => block.GetValueOrDefault(name) ?? block.GetValueOrDefault(other, "");
    }

    private static int MHz(Dictionary<string, string> block, int number, HostTree tree) =>
        double.TryParse(block.GetValueOrDefault("cpu MHz"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var mhz) && mhz < int.MaxValue
            ? (int)Math.Round(mhz)
            : (int)Math.Clamp((tree.Number($"sys/devices/system/cpu/cpu{number}/cpufreq/cpuinfo_max_freq") ?? 0) / 1000, 0, int.MaxValue);
}
