using System.CommandLine;

namespace XenApi.Server.Settings;

/// <summary>What <c>xencim mof</c> is told.</summary>
/// <param name="Keeps">Whether what the files declare is to be kept: import, or check only.</param>
/// <param name="Files">The files.</param>
/// <param name="Namespace">The namespace in force at the beginning of each file.</param>
/// <param name="Url">The server that is asked, where it speaks CIM-XML; null where its state is opened instead.</param>
/// <param name="User">Who logs in there.</param>
/// <param name="Server">The rest of the command line: where the state is.</param>
internal sealed record MofArguments(bool Keeps, IReadOnlyList<string> Files, string Namespace, string? Url, string User, Arguments Server)
{
    /// <summary>The address of the server that is asked; null where none is.</summary>
    /// <exception cref="SettingException">It is none, or the password would go beyond this machine in plain words.</exception>
    public Uri? Address() => Url is null ? null
        : Uri.TryCreate(Url, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) ? url
        : throw new SettingException("url", Url, "it takes http://ADDRESS:PORT of this machine, or https://ADDRESS:PORT of any");

    /// <summary>The command.</summary>
    public static Command Declare(Func<ParseResult, Arguments> server, Func<MofArguments, Task<int>> run) => new("mof", "Checks schemas in MOF, or adds them to the server's.")
    {
        One("check", "Compiles files on top of the server's schema and says what is wrong with them; nothing is changed.", keeps: false, server, run),
        One("import", "Adds what files declare to the server's schema, all of it or nothing. A server that runs is asked with --url.", keeps: true, server, run),
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
        var url = new Option<string>("--url")
        {
            Description = "A server that runs: where it speaks CIM-XML, such as http://127.0.0.1:5988. The password is that of the environment, XENCIM_PASSWORD.",
            HelpName = "URL",
        };
        var user = new Option<string>("--user") { Description = "Who logs in there (root).", HelpName = "NAME", DefaultValueFactory = _ => "root" };
        var command = new Command(name, description) { files, space, url, user };
        command.SetAction(async parsed => await run(new(keeps, parsed.GetValue(files) ?? [], parsed.GetValue(space)!, parsed.GetValue(url), parsed.GetValue(user)!, server(parsed))).ConfigureAwait(false));
        return command;
    }
}
