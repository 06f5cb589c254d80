using System.Globalization;
using System.Text;

namespace Hypervisor.Native.Linux;

/// <summary>
/// What the kernel tells in small files, below a root directory. What is not there, or cannot be read at the moment, is
/// null or empty: devices come and go while somebody reads.
/// </summary>
internal sealed class HostTree(string root)
{
    // An attribute of sysfs is at most a page.
    private const int LongestBytes = 4096;
    private const int MostNames = 65536;

    /// <summary>The path of something in the tree.</summary>
    public string PathOf(string path) => Path.Combine(root, path);

    /// <summary>The text of a file, without what is blank around it; null where there is none.</summary>
    public string? Text(string path) => Bytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim(' ', '\t', '\n', '\0') : null;

    /// <summary>The number that a file has in decimal; null where it has none.</summary>
    public long? Number(string path) => long.TryParse(Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The number that a file has in hexadecimal, after 0x; null where it has none.</summary>
    public int? Hex(string path) =>
        Text(path) is ['0', 'x', .. var digits] && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The first bytes of a file, up to a page; null where there is none.</summary>
    public byte[]? Bytes(string path)
    {
        try
        {
            using var file = new FileStream(PathOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            Span<byte> bytes = stackalloc byte[LongestBytes];
            return bytes[..file.ReadAtLeast(bytes, LongestBytes, throwOnEndOfStream: false)].ToArray();
        }
        catch (Exception e) when (IsAbsence(e))
        {
            return null;
        }
    }

    /// <summary>The last part of what a link leads to; null where there is no link.</summary>
    public string? Link(string path)
    {
        try
        {
            return new FileInfo(PathOf(path)).LinkTarget is { } target ? Path.GetFileName(target) : null;
        }
        catch (Exception e) when (IsAbsence(e))
        {
            return null;
        }
    }

    /// <summary>Whether there is a file, a directory or a link that leads to one.</summary>
    public bool Has(string path) => Path.Exists(PathOf(path));

    /// <summary>The names in a directory, in their order; none where there is no directory.</summary>
    public IReadOnlyList<string> Names(string path)
    {
        try
        {
            var names = Directory.EnumerateFileSystemEntries(PathOf(path)).Select(entry => Path.GetFileName(entry)).Take(MostNames + 1).ToList();
            if (names.Count > MostNames)
            {
                throw new HypervisorException(HypervisorFault.Unsupported, $"{PathOf(path)} has more than {MostNames} entries; the host has more devices than can be told.");
            }

            names.Sort(StringComparer.Ordinal);
            return names;
        }
        catch (Exception e) when (IsAbsence(e))
        {
            return [];
        }
    }

    private static bool IsAbsence(Exception e) => e is IOException or UnauthorizedAccessException;
}
