namespace XenApi.Core.Memory;

/// <summary>
/// Keeps a second server out of a state directory. The lock is the operating system's and dies with the process, so a
/// crash leaves nothing to clean up.
/// </summary>
internal sealed class StateLock : IDisposable
{
    private const string FileName = "lock";

    private readonly FileStream held;

    private StateLock(FileStream held) => this.held = held;

    public void Dispose() => held.Dispose();

    /// <summary>Takes the lock; makes the directory where it is not there.</summary>
    /// <exception cref="JournalException">Another process has the lock, or the directory cannot be written.</exception>
    internal static StateLock Take(string directory)
    {
        try
        {
            PrivateFile.MakeDirectory(directory);
            return new(PrivateFile.Open(Path.Combine(directory, FileName), FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new JournalException($"The state directory {directory} cannot be used: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new JournalException(
                IsTaken(e) ? $"The state directory {directory} is in use by another server." : $"The state directory {directory} cannot be used: {e.Message}", e);
        }
    }

    // EWOULDBLOCK of Linux and of BSD, and the sharing violation of Windows.
    private static bool IsTaken(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
