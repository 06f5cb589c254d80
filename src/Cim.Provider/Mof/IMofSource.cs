namespace Cim.Provider.Mof;

/// <summary>Where the files of a compilation come from.</summary>
public interface IMofSource
{
    /// <summary>The name by which a file is known that an include names, or null where there is none that may be read.</summary>
    /// <param name="name">The name as the include gives it.</param>
    /// <param name="includer">The name of the file that includes it; null for the first file.</param>
    string? Find(string name, string? includer);

    /// <summary>Reads a file that was found.</summary>
    /// <param name="name">The name by which it is known.</param>
    /// <param name="mostBytes">More than this need not be read: one byte over it is enough to show that there is more.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    byte[] Read(string name, int mostBytes);
}
