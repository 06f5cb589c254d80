namespace XenCim.Tests.Storage;

/// <summary>A test that has QEMU's own tool look at our images; passed over, by name, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QemuImgFactAttribute : FactAttribute
{
    public const string Tool = "qemu-img";

    public QemuImgFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, Tool))))
        {
            Skip = $"{Tool} is not installed.";
        }
    }
}
