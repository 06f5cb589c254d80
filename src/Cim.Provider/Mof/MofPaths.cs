using System.Globalization;
using System.Text;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof;

/// <summary>Files that are named on a command line, one after the other, with whatever they include: the files of the one who asks.</summary>
/// <remarks>A name is looked up beside the file that includes it, then from the working directory.</remarks>
public sealed class MofPaths : IMofSource
{
    /// <summary>The name of the text that includes the files.</summary>
    public const string First = "the command line";

    private readonly string first;

    /// <summary>Takes the names.</summary>
    /// <param name="files">The files.</param>
    /// <param name="space">The namespace in force at the beginning of each of them.</param>
    public MofPaths(IEnumerable<string> files, string space)
    {
        var text = new StringBuilder();
        foreach (var file in files)
        {
            text.Append(CultureInfo.InvariantCulture, $"#pragma namespace({CimText.Quoted(space)})\n#pragma include({CimText.Quoted(file)})\n");
        }

        first = text.ToString();
    }

    /// <inheritdoc/>
    public string? Find(string name, string? includer)
    {
        if (includer is null)
        {
            return name;
        }

        var path = name.Replace('\\', '/');
        var beside = includer == First ? path : Path.Combine(Path.GetDirectoryName(includer)!, path);
        return path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? null : Known(beside) ?? Known(path);
    }

    /// <inheritdoc/>
    public byte[] Read(string name, int mostBytes) => name == First ? Encoding.UTF8.GetBytes(first) : MofFolder.ReadFile(name, mostBytes);

    // One file has one name, by whatever way it is included.
    private static string? Known(string path)
    {
        var full = Path.GetFullPath(path);
        var near = Path.GetRelativePath(Directory.GetCurrentDirectory(), full);
        return !File.Exists(full) ? null : near.StartsWith("..", StringComparison.Ordinal) ? full : near;
    }
}
