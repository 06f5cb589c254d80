using System.Security.Cryptography;

namespace Hypervisor.Native.Linux;

/// <summary>Who the host is.</summary>
/// <param name="Id">Its identity, the same after every start.</param>
/// <param name="Name">Its name.</param>
/// <param name="BootId">Another one after each start of the host.</param>
internal sealed record HostIdentity(Guid Id, string Name, string BootId)
{
    /// <summary>The file of the state directory that has the identity of a host that has none of its own.</summary>
    public const string KeptFile = "host-id";

    private const int LeastDifferentBytes = 5;

    // What makers of boards forgot to replace.
    private static readonly HashSet<Guid> Placeholders =
    [
        Guid.Parse("03000200-0400-0500-0006-000700080009"), Guid.Parse("00020003-0004-0005-0006-000700080009"),
        Guid.Parse("12345678-1234-5678-90ab-cddeefaabbcc"),
    ];

    /// <summary>
    /// Finds out: the UUID of the board, else one that follows from the machine ID of the system, else one that is made up once
    /// and kept in the state directory.
    /// </summary>
    public static HostIdentity Read(string root, string stateDirectory)
    {
        var tree = new HostTree(root);
        return new(
            OfBoard(tree) ?? OfSystem(tree) ?? Kept(stateDirectory),
            tree.Text("proc/sys/kernel/hostname") is { Length: > 0 } name ? name : Environment.MachineName,
            tree.Text("proc/sys/kernel/random/boot_id") is { Length: > 0 } boot
                ? boot
                : throw new HypervisorException(HypervisorFault.Failed, $"{tree.PathOf("proc/sys/kernel/random/boot_id")} cannot be read; is /proc mounted?"));
    }

    private static Guid? OfBoard(HostTree tree) =>
        Guid.TryParseExact(tree.Text("sys/class/dmi/id/product_uuid"), "D", out var id) && IsSane(id) ? id : null;

    private static bool IsSane(Guid id) => !Placeholders.Contains(id) && new HashSet<byte>(id.ToByteArray()).Count >= LeastDifferentBytes;

    // machine-id(5) asks not to show the ID itself to others, but one that follows from it: UUID version 8 of RFC 9562 §5.8.
    private static Guid? OfSystem(HostTree tree)
    {
        if (!Guid.TryParseExact(tree.Text("etc/machine-id"), "N", out var machine) || machine == Guid.Empty)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(machine.ToByteArray(bigEndian: true), "XenCim host"u8, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }

    private static Guid Kept(string stateDirectory)
    {
        var path = Path.Combine(stateDirectory, KeptFile);
        try
        {
            if (File.Exists(path))
            {
                return new HostTree(stateDirectory).Text(KeptFile) is { } text && Guid.TryParseExact(text, "D", out var kept) && kept != Guid.Empty
                    ? kept
                    : throw new HypervisorException(
                        HypervisorFault.Failed, $"{path} has no UUID in it. Write the identity of this host there, or remove it for a new one.");
            }

            Directory.CreateDirectory(stateDirectory);
            var made = Guid.NewGuid();
            using (var file = new FileStream($"{path}.partial", FileMode.Create, FileAccess.Write))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes($"{made}\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move($"{path}.partial", path, overwrite: true);
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HypervisorException(HypervisorFault.Failed, $"The identity of the host cannot be kept in {path}: {e.Message}", e);
        }
    }
}
