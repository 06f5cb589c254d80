using System.Reflection;

namespace Cim.Provider.Mof;

/// <summary>The files of our own schema, which are built into the program.</summary>
public sealed class MofResources : IMofSource
{
    private const string Folder = "mof/";

    private static readonly Assembly Here = typeof(MofResources).Assembly;
    private static readonly HashSet<string> Names = [.. Here.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))];

    /// <inheritdoc/>
    public string? Find(string name, string? includer)
    {
        var beside = $"{includer?[..(includer.LastIndexOf('/') + 1)]}{name}";
        return Names.Contains(Folder + beside) ? beside : Names.Contains(Folder + name) ? name : null;
    }

    /// <inheritdoc/>
    public byte[] Read(string name, int mostBytes)
    {
        using var stream = Here.GetManifestResourceStream(Folder + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
