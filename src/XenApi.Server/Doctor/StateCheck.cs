namespace XenApi.Server.Doctor;

/// <summary>The directory that keeps the state, tried out; nothing of it is changed.</summary>
/// <param name="Finding">What it comes to.</param>
/// <param name="IsInUse">Whether a server that runs has it.</param>
internal sealed record StateCheck(Finding Finding, bool IsInUse)
{
    private const string Subject = "state";
    private const long Mebibyte = 1024 * 1024;
    private const long LowMebibytes = 1024;
    private const long LeastMebibytes = 64;

    /// <summary>Tries it out.</summary>
    public static StateCheck Of(string directory)
    {
        try
        {
            if (IsHeld(Path.Combine(directory, "lock")))
            {
                return new(Finding.Ok(Subject, $"{directory} is in use by a server that runs"), true);
            }

            // Where it is not there yet the server makes it; then what it is made in is tried.
            var nearest = directory;
            while (!Path.Exists(nearest))
            {
                nearest = Path.GetDirectoryName(nearest) ?? "/";
            }

            return new(Locks(nearest) ? Room(directory, nearest) : Finding.Fail(Subject, $"the file system of {nearest} does not keep a second lock out", "Take a directory on a local disk: --state."), false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new(Finding.Fail(Subject, $"{directory} cannot be used: {e.Message}", "Run the server as the directory's owner, or take another one: --state."), false);
        }
    }

    private static Finding Room(string directory, string nearest)
    {
        var mebibytes = new DriveInfo(nearest).AvailableFreeSpace / Mebibyte;
        var text = $"{directory} can be {(nearest == directory ? "used" : "made")}; {mebibytes} MiB are free there";
        const string advice = "Make room, or take a directory on another disk: --state.";
        return mebibytes < LeastMebibytes ? Finding.Fail(Subject, text, advice) : mebibytes < LowMebibytes ? Finding.Warn(Subject, text, advice) : Finding.Ok(Subject, text);
    }

    private static bool IsHeld(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        try
        {
            using var held = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException e) when (IsTaken(e))
        {
            return true;
        }
    }

    private static bool Locks(string directory)
    {
        var file = Path.Combine(directory, $".xencim-doctor-{Environment.ProcessId}");
        using var first = File.OpenHandle(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        try
        {
            using var second = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException e) when (IsTaken(e))
        {
            return true;
        }
    }

    // EWOULDBLOCK.
    private static bool IsTaken(IOException e) => e.HResult == 11;
}
