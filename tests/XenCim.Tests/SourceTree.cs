namespace XenCim.Tests;

/// <summary>Where the sources are, for tests that look at them.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "XenCim.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run from the source tree.");
    }
}
