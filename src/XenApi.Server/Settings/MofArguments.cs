using System.CommandLine;

namespace XenApi.Server.Settings;

/// <summary>What <c>xencim mof</c> is told.</summary>
/// <param name="Keeps">Whether what the files declare is to be kept: import, or check only.</param>
/// <param name="Files">The files.</param>
/// <param name="Namespace">The namespace in force at the beginning of each file.</param>
/// <param name="Server">The rest of the command line: where the state is.</param>
internal sealed record MofArguments(bool Keeps, IReadOnlyList<string> Files, string Namespace, Arguments Server)
{
    /// <summary>The command.</summary>
    public static Command Declare(Func<ParseResult, Arguments> server, Func<MofArguments, Task<int>> run) => new("mof", "Checks schemas in MOF, or adds them to the server's.")
    {
        One("check", "Compiles files on top of the server's schema and says what is wrong with them; nothing is changed.", keeps: false, server, run),
        One("import", "Adds what files declare to the server's schema, all of it or nothing. The server must not run.", keeps: true, server, run),
    };

    private static Command One(string name, string description, bool keeps, Func<ParseResult, Arguments> server, Func<MofArguments, Task<int>> run)
    {
        var files = new Argument<string[]>("FILE") { Description = "The files; they may include others.", Arity = ArgumentArity.OneOrMore };
        var space = new Option<string>("--namespace")
        {
            Description = "The namespace of what stands under no other one in the files: root/xen (the default) or interop.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "root/xen",
        };
        var command = new Command(name, description) { files, space };
        command.SetAction(async parsed => await run(new(keeps, parsed.GetValue(files) ?? [], parsed.GetValue(space)!, server(parsed))).ConfigureAwait(false));
        return command;
    }
}
