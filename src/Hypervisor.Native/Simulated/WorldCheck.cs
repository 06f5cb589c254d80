using System.Text.RegularExpressions;

namespace Hypervisor.Native.Simulated;

/// <summary>Looks for what makes no sense in a world's description.</summary>
internal static partial class WorldCheck
{
    public const int MostHosts = 32;
    public const int MostSeededVms = 500_000;
    public const int MostCpus = 4096;

    private const int MostVms = 100_000;
    private const int MostDevices = 1024;
    private const int MostFaults = 1024;
    private const int MostLetters = 256;
    private const int MostMs = 24 * 3600 * 1000;
    private const long MostMiB = 1L << 30;

    /// <summary>What is wrong, naming the member; null where nothing is.</summary>
    public static string? Wrong(SimulatedWorld world)
    {
        try
        {
            Check(world);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static void Check(SimulatedWorld world)
    {
        Range("seed", world.Seed, 0, int.MaxValue);
        var timings = world.Timings;
        Range("timings.createMs", timings.CreateMs, 0, MostMs);
        Range("timings.bootMs", timings.BootMs, 0, MostMs);
        Range("timings.shutdownMs", timings.ShutdownMs, 0, MostMs);
        Range("timings.destroyMs", timings.DestroyMs, 0, MostMs);
        Range("timings.deviceMs", timings.DeviceMs, 0, MostMs);
        Range("timings.orderMs", timings.OrderMs, 0, MostMs);
        Range("timings.saveMiBPerSecond", timings.SaveMiBPerSecond, 0, int.MaxValue);
        Range("timings.restoreMiBPerSecond", timings.RestoreMiBPerSecond, 0, int.MaxValue);
        Range("timings.migrateMiBPerSecond", timings.MigrateMiBPerSecond, 0, int.MaxValue);
        Range("timings.dumpMiBPerSecond", timings.DumpMiBPerSecond, 0, int.MaxValue);
        Range("hosts", world.Hosts.Count, 1, MostHosts);
        Each("hosts", world.Hosts, (member, host) => Host(member, host, world, member));
        Once("hosts[].name", world.Hosts.Select(DescribedFacts.NameOf));
        Once("hosts[].id", world.Hosts.Where(host => host.Id is not null).Select(host => $"{host.Id}"));
        Once("hosts[].vms[].id", world.Hosts.SelectMany(host => host.Vms).Where(vm => vm.Id is not null).Select(vm => $"{vm.Id}"));
        Range("faults", world.Faults.Count, 0, MostFaults);
        Each("faults", world.Faults, (member, fault) =>
        {
            Range($"{member}.times", fault.Times, 1, int.MaxValue / 2);
            Range($"{member}.after", fault.After, 0, int.MaxValue / 2);
            Hold(fault.At is >= 0 and <= 1, $"{member}.at", "must be from 0 to 1");
            Hold(Enum.IsDefined(fault.Operation), $"{member}.operation", "is not known");
            Hold(Enum.IsDefined(fault.Fault), $"{member}.fault", "is not known");
            Hold(fault.Host is null || world.Hosts.Select(DescribedFacts.NameOf).Contains(fault.Host), $"{member}.host", "is none of the hosts");
            Text($"{member}.message", fault.Message ?? "");
        });
    }

    private static void Host(string member, SimulatedHost host, SimulatedWorld world, string path)
    {
        Text($"{member}.name", host.Name ?? "");
        Hold(host.Name is not "", $"{member}.name", "must not be empty");
        Hold(host.Id != Guid.Empty, $"{member}.id", "must not be all zeros");
        Range($"{member}.memoryMiB", host.MemoryMiB ?? 1, 1, MostMiB);
        Range($"{member}.controlMemoryMiB", host.ControlMemoryMiB, 1, MostMiB);
        Range($"{member}.nodes", host.Nodes, 1, MostCpus);
        Range($"{member}.socketsPerNode", host.SocketsPerNode, 1, MostCpus);
        Range($"{member}.coresPerSocket", host.CoresPerSocket, 1, MostCpus);
        Range($"{member}.threadsPerCore", host.ThreadsPerCore, 1, MostCpus);
        var cpus = (Int128)host.Nodes * host.SocketsPerNode * host.CoresPerSocket * host.ThreadsPerCore;
        Hold(cpus <= MostCpus, member, $"has {cpus} CPUs; {MostCpus} are the most");
        Range($"{member}.cpuMHz", host.CpuMHz, 1, 1_000_000);
        Text($"{member}.cpuVendor", host.CpuVendor);
        Text($"{member}.cpuModel", host.CpuModel);
        DeviceCheck.Host(member, host);
        Range($"{member}.vms", host.Vms.Count, 0, MostVms);
        Each($"{member}.vms", host.Vms, (vm, told) => DeviceCheck.Vm(vm, told, host.Hvm));
        Once($"{member}.vms[].name", host.Vms.Select(vm => vm.Name));
        Range($"{member}.seededVms", host.SeededVms, 0, MostSeededVms);
        if (host.MemoryMiB is { } memory)
        {
            var place = world.Hosts.TakeWhile(other => !ReferenceEquals(other, host)).Count();
            var needed = DescribedDomains.NeededMiB(host, new((ulong)world.Seed), place);
            Hold(memory >= needed, $"{member}.memoryMiB", $"is {memory}; the control domain and the machines need {needed}");
        }
    }

    internal static void Each<T>(string member, IReadOnlyList<T> all, Action<string, T> check)
    {
        for (var i = 0; i < all.Count; i++)
        {
            Hold(all[i] is not null, $"{member}[{i}]", "must not be null");
            check($"{member}[{i}]", all[i]);
        }
    }

    internal static void Once(string member, IEnumerable<string> values)
    {
        var seen = new HashSet<string>();
        foreach (var value in values)
        {
            Hold(seen.Add(value), member, $"{value} is there twice");
        }
    }

    internal static void Text(string member, string text) =>
        Hold(text.Length <= MostLetters && !text.Any(char.IsControl), member, $"must be at most {MostLetters} letters, without control characters");

    internal static void Range(string member, long value, long least, long most) =>
        Hold(value >= least && value <= most, member, $"must be from {least} to {most}, not {value}");

    internal static void Hold(bool isRight, string member, string why)
    {
        if (!isRight)
        {
            throw new FormatException($"{member} {why}.");
        }
    }

    internal static void Devices(string member, int count) => Range(member, count, 0, MostDevices);

    internal static void Mac(string member, string? mac) => Hold(mac is null || MacForm().IsMatch(mac), member, "must be six hexadecimal octets with colons");

    [GeneratedRegex("^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}\\z")]
    private static partial Regex MacForm();
}
