using System.CommandLine;

namespace XenApi.Server.Settings;

/// <summary>What the command line says.</summary>
/// <param name="ConfigFile">The configuration file; null for the one in a standard place.</param>
/// <param name="XmlRpc">The addresses of the XML-RPC listeners; none of them where the file decides.</param>
/// <param name="CimXml">The addresses of the CIM-XML listeners; none of them where the file decides.</param>
/// <param name="Settings">The other settings, by their names in the file.</param>
internal sealed record Arguments(string? ConfigFile, IReadOnlyList<string> XmlRpc, IReadOnlyList<string> CimXml, IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>A command line with nothing on it.</summary>
    public static Arguments None { get; } = new(null, [], [], new Dictionary<string, string?>());

    /// <summary>The command, which runs with what was read, and below it the commands <c>mof</c> and <c>doctor</c>.</summary>
    public static RootCommand Command(Func<Arguments, Task<int>> run, Func<MofArguments, Task<int>> mof, Func<DoctorArguments, Task<int>> doctor)
    {
        var config = new Option<string>("--config") { Description = "The configuration file (JSON).", HelpName = "FILE", Recursive = true };
        var xmlrpc = new Option<string[]>("--xmlrpc")
        {
            Description = "Where to listen for XML-RPC: http://127.0.0.1:9363 (the default), https://ADDRESS:PORT, unix:/PATH, or none. May be given more than once; port 0 takes any free port.",
            HelpName = "URL",
        };
        var cimxml = new Option<string[]>("--cimxml")
        {
            Description = "Where to listen for CIM-XML: http://127.0.0.1:5988 (the default), https://ADDRESS:PORT, unix:/PATH, or none. May be given more than once.",
            HelpName = "URL",
        };
        (string Setting, Option<string> Option)[] others =
        [
            ("state", new("--state") { Description = "The directory for the state; by default the user's state directory.", HelpName = "DIR", Recursive = true }),
            ("auth", new("--auth") { Description = "Who may log in: local (the server's own accounts, the default) or none (everybody).", HelpName = "none|local" }),
            ("hypervisor", new("--hypervisor") { Description = "What runs the machines: xen (the default in its control domain) or simulated (the default elsewhere).", HelpName = "simulated|xen" }),
            ("simulate", new("--simulate") { Description = "What is simulated: a JSON file, or for instance vms=10000,hosts=1,seed=7.", HelpName = "FILE|SPEC" }),
            ("migration:url", new("--migration") { Description = "Where to receive machines from other hosts: tls://ADDRESS:PORT, or none (the default). The file says who may send.", HelpName = "URL" }),
            ("tls:certificate", new("--tls-certificate") { Description = "The certificate for https listeners (PEM).", HelpName = "FILE" }),
            ("tls:key", new("--tls-key") { Description = "The private key for https listeners (PEM).", HelpName = "FILE" }),
            ("log", new("--log") { Description = "The least level of the log: Trace, Debug, Information (the default), Warning, Error, Critical or None.", HelpName = "LEVEL" }),
        ];
        var command = new RootCommand("Serves the Xen Management API and the same objects as DMTF classes from one state store.") { config, xmlrpc, cimxml };
        foreach (var (_, option) in others)
        {
            command.Add(option);
        }

        command.SetAction(async parsed => await run(Read(parsed)).ConfigureAwait(false));
        command.Add(MofArguments.Declare(Read, mof));
        command.Add(DoctorArguments.Declare([xmlrpc, cimxml, .. others.Select(other => other.Option).Where(option => !option.Recursive)], Read, doctor));
        return command;

        Arguments Read(ParseResult parsed) => new(
            parsed.GetValue(config),
            parsed.GetValue(xmlrpc) ?? [],
            parsed.GetValue(cimxml) ?? [],
            others.Where(other => parsed.GetResult(other.Option) is not null)
                .ToDictionary(other => other.Setting, other => parsed.GetValue(other.Option)));
    }
}
