using System.Text;

namespace Cim.Provider.Mof;

/// <summary>Files that somebody has sent by name: an include is found among them only, beside the file that includes it or beside the first one.</summary>
internal sealed class MofSent : IMofSource
{
    private const string Root = "/";

    private readonly Dictionary<string, (string Name, string Text)> files = [];
    private readonly string beside;

    /// <summary>Takes them; the first is where reading begins.</summary>
    public MofSent(IReadOnlyList<string> names, IReadOnlyList<string> texts)
    {
        First = names[0];
        beside = Folder(First);
        for (var i = 0; i < names.Count; i++)
        {
            files[Whole(names[i])] = (names[i], texts[i]);
        }
    }

    /// <summary>The name of the first.</summary>
    public string First { get; }

    /// <inheritdoc/>
    public string? Find(string name, string? includer)
    {
        var path = name.Replace('\\', '/');
        return path.Contains('\0', StringComparison.Ordinal) ? null
            : includer is null ? name
            : Known(Path.Combine(Folder(includer), path)) ?? Known(Path.Combine(beside, path));
    }

    /// <inheritdoc/>
    public byte[] Read(string name, int mostBytes) => Encoding.UTF8.GetBytes(files[Whole(name)].Text);

    private static string Folder(string name) => Path.GetDirectoryName(Whole(name)) ?? Root;

    // By their letters only: no file of this machine is looked at.
    private static string Whole(string name) => Path.GetFullPath(name.Replace('\0', '_'), Root);

    private string? Known(string path) => files.TryGetValue(Whole(path), out var found) ? found.Name : null;
}
