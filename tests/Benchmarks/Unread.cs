using System.Globalization;

namespace XenCim.Benchmarks;

/// <summary>What clients have sent to a port of this machine and nobody has read yet, as Linux tells it.</summary>
internal static class Unread
{
    private const int Local = 1, Queues = 4;

    /// <summary>All of it, in bytes: the receive queues of the sockets that are bound to the port, proc(5).</summary>
    public static long Bytes(int port)
    {
        var end = $":{port:X4}";
        return File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[Local].EndsWith(end, StringComparison.Ordinal))
            .Sum(fields => long.Parse(fields[Queues].AsSpan(fields[Queues].IndexOf(':') + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
    }
}
