namespace XenCim.Tests.Cim.Mof;

/// <summary>A test that needs the schema of DMTF, which is not carried here: it stands beside the repository, or where XENCIM_DMTF says.</summary>
internal sealed class DmtfFactAttribute : FactAttribute
{
    public DmtfFactAttribute()
    {
        if (!Directory.Exists(Folder))
        {
            Skip = "The DMTF schema is not beside the repository (../shared/spec/dmtf), and XENCIM_DMTF names no folder.";
        }
    }

    /// <summary>The folder of the published schemas.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("XENCIM_DMTF") ?? Path.Combine(Path.GetDirectoryName(SourceTree.Root)!, "shared", "spec", "dmtf");
}
