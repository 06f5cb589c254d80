using Cim.Provider.Mof.Parsing;

namespace Cim.Provider.Mof;

/// <summary>Files of a command line, noted down as they are read: to be sent, with all that they include.</summary>
internal sealed class MofCollected(MofPaths paths) : IMofSource
{
    private readonly List<(string Name, string Text)> read = [];

    /// <summary>The names, whole, in the order of reading.</summary>
    public IEnumerable<string> Names => read.Select(file => file.Name);

    /// <summary>The texts, in the same order.</summary>
    public IEnumerable<string> Texts => read.Select(file => file.Text);

    /// <summary>Reads the files and what they include. What is wrong with them whoever gets them says.</summary>
    public static MofCollected Read(IReadOnlyList<string> files, string space)
    {
        var collected = new MofCollected(new(files, space));
        new MofCompiler(collected).Compile(MofPaths.First, space);
        return collected;
    }

    /// <inheritdoc/>
    public string? Find(string name, string? includer) => paths.Find(name, includer);

    /// <inheritdoc/>
    byte[] IMofSource.Read(string name, int mostBytes)
    {
        var bytes = paths.Read(name, mostBytes);
        if (bytes.Length <= mostBytes && MofText.Decode(bytes) is { } text)
        {
            read.Add((Path.GetFullPath(name), text));
        }

        return bytes;
    }
}
