using System.CommandLine;

namespace XenApi.Server.Settings;

/// <summary>What <c>xencim doctor</c> is told.</summary>
/// <param name="IsForPrograms">Whether the report is to be JSON.</param>
/// <param name="Server">What the server would be told.</param>
internal sealed record DoctorArguments(bool IsForPrograms, Arguments Server)
{
    /// <summary>The command.</summary>
    public static Command Declare(IEnumerable<Option> serverOptions, Func<ParseResult, Arguments> server, Func<DoctorArguments, Task<int>> run)
    {
        var json = new Option<bool>("--json") { Description = "Reports as JSON." };
        var command = new Command("doctor", "Checks whether the server can run here, as it is told to, and says what to do; exits with 1 where something fails.") { json };
        foreach (var option in serverOptions)
        {
            command.Add(option);
        }

        command.SetAction(async parsed => await run(new(parsed.GetValue(json), server(parsed))).ConfigureAwait(false));
        return command;
    }
}
