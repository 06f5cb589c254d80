using System.Globalization;
using Hypervisor.Native;
using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>
/// What <c>VCPUs_params</c> says: <c>weight</c>, <c>cap</c>, and <c>cpumapN</c> for the physical CPUs that virtual CPU N may use, such
/// as <c>0,2-5,^3</c>. Other keys are kept and mean nothing to the hypervisor.
/// </summary>
internal sealed class CpuShares
{
    /// <summary>The most virtual CPUs of a machine, and the highest number of a physical CPU.</summary>
    public const int MostCpus = 4096;

    private const string Field = "VM.VCPUs_params";
    private const string MapKey = "cpumap";
    private const int MostWeight = 65535;
    private const int MostCap = MostCpus * 100;

    /// <summary>Reads the parameters; <c>VALUE_NOT_SUPPORTED</c> where one cannot be read.</summary>
    public CpuShares(Map<string, string> parameters)
    {
        var pins = new Dictionary<int, IReadOnlyList<int>>();
        foreach (var (key, value) in parameters)
        {
            if (VcpuOf(key) is { } vcpu)
            {
                pins[vcpu] = Cpus(value);
            }
        }

        Pins = pins;
        Scheduling = new(
            Number(parameters, "weight", Scheduling.Default.Weight, 1, MostWeight),
            Number(parameters, "cap", Scheduling.Default.CapPercent, 0, MostCap));
    }

    /// <summary>The share of the CPUs.</summary>
    public Scheduling Scheduling { get; }

    /// <summary>The physical CPUs of each virtual CPU that is bound.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<int>> Pins { get; }

    /// <summary>The virtual CPU that a key is about; null for another kind of key.</summary>
    public static int? VcpuOf(string key) =>
        key.StartsWith(MapKey, StringComparison.Ordinal) && TryNumber(key[MapKey.Length..], out var vcpu) && vcpu < MostCpus ? vcpu : null;

    private static int Number(Map<string, string> parameters, string key, int otherwise, int least, int most)
    {
        if (!parameters.TryGetValue(key, out var text))
        {
            return otherwise;
        }

        return TryNumber(text.Trim(), out var number) && number >= least && number <= most
            ? number
            : throw Errors.ValueNotSupported($"{Field}:{key}", Collections.Shortened(text), $"must be a whole number from {least} to {most}");
    }

    private static List<int> Cpus(string text)
    {
        var cpus = new SortedSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var isTaken = part[0] == '^';
            var ends = part[(isTaken ? 1 : 0)..].Split('-', 2);
            if (!TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last) || first > last || last >= MostCpus)
            {
                throw Errors.ValueNotSupported(Field, Collections.Shortened(text), "a map of CPUs is a list such as 0,2-5,^3");
            }

            var range = Enumerable.Range(first, last - first + 1);
            if (isTaken)
            {
                cpus.ExceptWith(range);
            }
            else
            {
                cpus.UnionWith(range);
            }
        }

        return [.. cpus];
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
