namespace XenCim.Tests.Memory;

/// <summary>A state directory for one test.</summary>
internal sealed class StateDirectory : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "xencim-" + Guid.NewGuid().ToString("N"));

    public string Database => System.IO.Path.Combine(Path, "state.db");

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
