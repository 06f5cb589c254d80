namespace Hypervisor.Native.Xen;

/// <summary>A file that is written beside its place and put there when it is whole; one that never is goes.</summary>
internal sealed class PartialFile(string place) : IDisposable
{
    private bool isPlaced;

    /// <summary>Where it is written.</summary>
    public string Path { get; } = $"{place}.{Guid.NewGuid():N}.partial";

    /// <summary>How much of it is there, in bytes.</summary>
    public long LengthBytes => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>It is whole.</summary>
    public void Put()
    {
        try
        {
            File.Move(Path, place, overwrite: true);
            isPlaced = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HypervisorException(HypervisorFault.Failed, $"{place} cannot be written: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isPlaced)
        {
            return;
        }

        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, and harms nobody: the failure that led here is told.
        }
    }
}
