namespace XenCim.Tests.Cim.CimXml;

/// <summary>A test that has SBLIM's command-line client talk to us; passed over, by name, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WbemCliFactAttribute : FactAttribute
{
    public const string Tool = "wbemcli";

    public WbemCliFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, Tool))))
        {
            Skip = $"{Tool} is not installed.";
        }
    }
}
