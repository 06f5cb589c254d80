using System.Buffers.Binary;
using System.Text.Json;

namespace Hypervisor.Native.Simulated;

/// <summary>
/// A file that a domain's memory was written to, by a save or a dump: a mark, what the domain is, and as many octets
/// as it has memory, which take no space on the disk as they are all zero.
/// </summary>
internal static class MemoryFile
{
    private const int MostHeaderBytes = 4 << 20;

    /// <summary>The mark of a saved domain.</summary>
    public static ReadOnlySpan<byte> Saved => "XENCIMSV"u8;

    /// <summary>The mark of a dump.</summary>
    public static ReadOnlySpan<byte> Dumped => "XENCIMDP"u8;

    /// <summary>Refuses a path where no file can be, before any time is spent.</summary>
    public static void CheckPlace(string path)
    {
        if (!Path.IsPathFullyQualified(path) || Directory.Exists(path))
        {
            throw Refusal.Invalid($"The path {path} does not begin at the root, or is a directory.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw Refusal.NotFound($"There is no directory for {path}.");
        }
    }

    /// <summary>Writes a file beside the path; the answer is put in place by <see cref="Place"/> or struck out by <see cref="Drop"/>.</summary>
    public static string Write(string path, ReadOnlySpan<byte> mark, SavedDomain saved)
    {
        var partial = $"{path}.{Guid.NewGuid():N}.partial";
        var header = JsonSerializer.SerializeToUtf8Bytes(saved, SimulatedJson.Default.SavedDomain);
        Span<byte> start = stackalloc byte[12];
        mark.CopyTo(start);
        BinaryPrimitives.WriteInt32LittleEndian(start[8..], header.Length);
        try
        {
            using var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write);
            file.Write(start);
            file.Write(header);
            file.SetLength(Math.Max(file.Length, saved.Config.MemoryBytes));
            file.Flush(flushToDisk: true);
            return partial;
        }
        catch (DirectoryNotFoundException e)
        {
            throw new HypervisorException(HypervisorFault.NotFound, $"There is no directory for {path}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Drop(partial);
            throw Refusal.Failed($"{path} cannot be written", e);
        }
    }

    /// <summary>Puts a file that was written in its place.</summary>
    public static void Place(string partial, string path)
    {
        try
        {
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Drop(partial);
            throw Refusal.Failed($"{path} cannot be written", e);
        }
    }

    /// <summary>Strikes out a file that was written in vain.</summary>
    public static void Drop(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, and harms nobody: the failure that led here is told.
        }
    }

    /// <summary>Reads what a saved domain is.</summary>
    public static SavedDomain Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[12];
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start[..8].SequenceEqual(Saved)
                ? BinaryPrimitives.ReadInt32LittleEndian(start[8..])
                : -1;
            if (length is < 2 or > MostHeaderBytes)
            {
                throw Refusal.Invalid($"{path} is no saved domain.");
            }

            var header = new byte[length];
            file.ReadExactly(header);
            var saved = JsonSerializer.Deserialize(header, SimulatedJson.Default.SavedDomain);
            if (saved is null || !ConfigCheck.IsWhole(saved.Config))
            {
                throw new JsonException("Parts of the configuration are missing.");
            }

            return file.Length >= saved.Config.MemoryBytes
                ? saved
                : throw Refusal.Invalid($"{path} is cut off: it is shorter than the domain's memory.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new HypervisorException(HypervisorFault.NotFound, $"There is no file {path}.", e);
        }
        catch (Exception e) when (e is JsonException or EndOfStreamException)
        {
            throw new HypervisorException(HypervisorFault.Invalid, $"{path} is no saved domain, or damaged.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal.Failed($"{path} cannot be read", e);
        }
    }
}
