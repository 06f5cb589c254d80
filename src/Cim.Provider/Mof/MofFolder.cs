namespace Cim.Provider.Mof;

/// <summary>The files of a folder and of those below it; none outside it is ever read.</summary>
/// <remarks>A name is looked up beside the file that includes it, then from the folder.</remarks>
public sealed class MofFolder(string folder) : IMofSource
{
    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;

    /// <inheritdoc/>
    public string? Find(string name, string? includer)
    {
        var path = name.Replace('\\', '/');
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var beside = includer is null ? null : Known(Path.Combine(root, Path.GetDirectoryName(includer)!, path));
        return beside ?? Known(Path.Combine(root, path));
    }

    /// <inheritdoc/>
    public byte[] Read(string name, int mostBytes) => ReadFile(Path.Combine(root, name), mostBytes);

    /// <summary>Reads a file as <see cref="IMofSource.Read"/> does.</summary>
    internal static byte[] ReadFile(string path, int mostBytes)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var length = (int)Math.Min(RandomAccess.GetLength(file), (long)mostBytes + 1);
        var bytes = new byte[length];
        var filled = 0;
        while (filled < length && RandomAccess.Read(file, bytes.AsSpan(filled), filled) is > 0 and var read)
        {
            filled += read;
        }

        return filled == length ? bytes : bytes[..filled];
    }

    private string? Known(string path)
    {
        var full = Path.GetFullPath(path);
        return full.StartsWith(root, StringComparison.Ordinal) && File.Exists(full) ? full[root.Length..] : null;
    }
}
