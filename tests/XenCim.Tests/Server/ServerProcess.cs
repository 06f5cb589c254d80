using System.Diagnostics;
using System.Text;
using XenApi.Server;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Server;

/// <summary>
/// The real server in a process of its own: the native binary where <c>XENCIM_SERVER</c> names one, else the build's. The
/// state directory outlives the process, so that a server can be started on what another one left.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    public const string RootPassword = "a password for tests";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder errors = new();
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("ready", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult(line.Data);
            }

            lock (output)
            {
                output.AppendLine(line.Data);
            }
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.AppendLine(line.Data);
            }
        };
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The server ended before it was ready.\n{Errors}"));
    }

    /// <summary>What it wrote to its standard output so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>What it wrote to its standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (errors)
            {
                return errors.ToString();
            }
        }
    }

    /// <summary>The line that says it is ready.</summary>
    public string Ready => ready.Task.Result;

    /// <summary>Where it listens, in the order of its listeners.</summary>
    public string[] Addresses => Ready.Split(' ')[1..];

    /// <summary>Where it listens first.</summary>
    public Uri Address => new(Addresses[0]);

    /// <summary>Its number.</summary>
    public int Id => process.Id;

    /// <summary>Starts it on a state directory and waits until it is ready; without listeners it gets one on loopback.</summary>
    public static Task<ServerProcess> StartAsync(string state, params string[] arguments) => StartAsync(state, withPassword: true, arguments);

    /// <summary>The same; without a password for root it makes one.</summary>
    public static async Task<ServerProcess> StartAsync(string state, bool withPassword, params string[] arguments)
    {
        var server = Launch(state, withPassword, arguments);
        await server.ready.Task.WaitAsync(Patience);
        return server;
    }

    /// <summary>The same, without a password for root, with variables in the environment.</summary>
    public static async Task<ServerProcess> StartWithAsync(string state, Dictionary<string, string?> variables, params string[] arguments)
    {
        var server = Launch(state, withPassword: false, arguments, variables);
        await server.ready.Task.WaitAsync(Patience);
        return server;
    }

    /// <summary>Starts it without waiting: for starts that shall fail.</summary>
    public static ServerProcess Launch(string state, params string[] arguments) => Launch(state, withPassword: true, arguments);

    /// <summary>A client of the first listener that is logged in as root.</summary>
    public async Task<XenClient> LoginAsync()
    {
        var client = new XenClient(Address);
        await client.LoginAsync("root", RootPassword);
        return client;
    }

    /// <summary>Ends it at once, as a crash of the machine would: SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Asks it to end, with SIGTERM, and gives its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        return await EndAsync();
    }

    /// <summary>Waits until it has ended and gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private static ServerProcess Launch(string state, bool withPassword, string[] arguments, Dictionary<string, string?>? variables = null)
    {
        var binary = Environment.GetEnvironmentVariable("XENCIM_SERVER");
        var start = binary is { Length: > 0 } ? new ProcessStartInfo(binary) : new ProcessStartInfo("dotnet") { ArgumentList = { typeof(XenServer).Assembly.Location } };
        string[] listener = arguments.Contains("--xmlrpc") || arguments.Contains("--config") ? [] : ["--xmlrpc", "http://127.0.0.1:0"];
        string[] other = arguments.Contains("--cimxml") ? [] : ["--cimxml", "none"];
        foreach (var argument in (string[])["--state", state, .. listener, .. other, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["XENCIM_ROOT_PASSWORD"] = withPassword ? RootPassword : null;
        start.Environment["XENCIM_PASSWORD"] = withPassword ? RootPassword : null;
        foreach (var (name, value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        var server = new ServerProcess(new Process { StartInfo = start });
        server.process.Start();
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        return server;
    }
}
