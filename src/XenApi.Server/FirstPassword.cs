namespace XenApi.Server;

/// <summary>
/// Tells the administrator the password that root was given at the first start. A terminal shows it once; a journal would keep it and
/// show it to others, so it goes into a file of the state directory that only the owner may read.
/// </summary>
internal static class FirstPassword
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "first-password";

    // systemd sets it where standard output or standard error goes to its journal.
    private const string JournalVariable = "JOURNAL_STREAM";

    /// <summary>Writes the file where a journal listens, and gives the line to show.</summary>
    public static async Task<string> TellAsync(string password, string stateDirectory, IReadOnlyDictionary<string, string?> environment)
    {
        if (string.IsNullOrEmpty(environment.GetValueOrDefault(JournalVariable)))
        {
            return $"The account root was made. Its password, shown this once: {password}";
        }

        var path = Path.Combine(stateDirectory, FileName);
        File.Delete(path);
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(password + "\n")).ConfigureAwait(false);
        }

        return $"The account root was made. Its password is in {path}; read it, then remove the file.";
    }
}
