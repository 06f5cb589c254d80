using System.Buffers;
using System.Text;

namespace XenApi.Server.Doctor;

/// <summary>The files of a host below some root: <c>/</c>, or what a test has laid out. What cannot be read is not there.</summary>
/// <param name="root">The directory that stands for <c>/</c>.</param>
internal sealed class HostTree(string root)
{
    private const int TextBytesMost = 64 * 1024;
    private const int LinesMost = 200_000;
    private const int LineCharsMost = 4096;
    private const int NamesMost = 65_536;

    /// <summary>Where a path of the host really is.</summary>
    public string At(string path) => Path.Join(root, path);

    /// <summary>Whether there is a file, a directory or a device.</summary>
    public bool Has(string path) => Path.Exists(At(path));

    /// <summary>Whether there is a program that somebody may run.</summary>
    public bool HasProgram(string path)
    {
        const UnixFileMode run = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return Try(() => File.Exists(At(path)) && (File.GetUnixFileMode(At(path)) & run) != 0);
    }

    /// <summary>Whether a file or device can be opened to read and write.</summary>
    public bool Opens(string path) => Try(() =>
    {
        using var file = File.OpenHandle(At(path), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return true;
    });

    /// <summary>What a small file says, without the white space around it, 64 KiB of it at most; null where it cannot be read.</summary>
    public string? Text(string path)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(TextBytesMost);
        try
        {
            using var file = Open(path);
            return Encoding.UTF8.GetString(bytes.AsSpan(0, file.ReadAtLeast(bytes.AsSpan(0, TextBytesMost), TextBytesMost, throwOnEndOfStream: false))).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Whether one of the lines of a file, of its first 200,000, is wanted.</summary>
    public bool HasLine(string path, Func<string, bool> isWanted) => Try(() =>
    {
        using var reader = new StreamReader(Open(path));
        var line = new StringBuilder();
        for (var lines = 0; lines < LinesMost;)
        {
            var next = reader.Read();
            if (next is not (-1 or '\n'))
            {
                _ = line.Length < LineCharsMost ? line.Append((char)next) : line;
                continue;
            }

            if (isWanted(line.ToString()))
            {
                return true;
            }

            if (next == -1)
            {
                return false;
            }

            line.Clear();
            lines++;
        }

        return false;
    });

    /// <summary>The names in a directory, in order; none where it cannot be read.</summary>
    public IReadOnlyList<string> Names(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(At(directory)).Take(NamesMost).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Where a symbolic link leads, as it is written; null where it is none.</summary>
    public string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(At(path)).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Try(Func<bool> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private FileStream Open(string path) => new(At(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
