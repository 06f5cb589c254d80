using XenApi.Core;
using XenApi.Core.Memory;
using XenApi.Server.Http;
using XenApi.Server.Listeners;
using XenApi.Server.Settings;
using XenApi.Server.XmlRpc;

namespace XenApi.Server;

/// <summary>The house with its doors open.</summary>
internal sealed class XenServer : IAsyncDisposable
{
    private readonly Engine engine;
    private readonly HttpServer http;

    private XenServer(Engine engine, HttpServer http, string? madePassword)
    {
        this.engine = engine;
        this.http = http;
        MadePassword = madePassword;
    }

    /// <summary>Where clients can connect.</summary>
    public IEnumerable<ListenAddress> Addresses => http.Addresses;

    /// <summary>The password that root was given at the first start; null where there was no need to make one.</summary>
    public string? MadePassword { get; }

    /// <summary>Opens the state and the doors; when this is done calls are answered.</summary>
    /// <param name="settings">What it was told.</param>
    /// <param name="rootPassword">The first password of root; null to make one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Makes the logs.</param>
    public static async Task<XenServer> StartAsync(ServerSettings settings, string? rootPassword, TimeProvider time, ILoggerFactory logs)
    {
        // Whatever can be wrong with a setting is found before anything is touched.
        List<Listener> listeners = [.. settings.XmlRpc.Select(listener => new Listener(listener))];
        var world = World.Of(settings.Simulate);
        MakeDirectory(settings.StateDirectory);
        var engine = await Engine.StartAsync(settings.House.Into(new()
        {
            Journal = SqliteJournal.Open(settings.StateDirectory),
            Hypervisors = world.Start(settings.StateDirectory, time),
            StateDirectory = settings.StateDirectory,
            Sessions = settings.Sessions,
            Time = time,
            Logs = logs,
        })).ConfigureAwait(false);
        HttpServer? http = null;
        try
        {
            var exchange = new XmlRpcExchange(engine, XmlRpcLimits.Default, logs.CreateLogger<XmlRpcExchange>());
            http = await HttpServer.StartAsync(listeners, settings.Http, exchange.AnswerAsync, logs).ConfigureAwait(false);

            // Last, so that a password that was made is shown and not lost with a start that fails.
            return new(engine, http, await engine.Accounts.EnsureRootAsync(rootPassword).ConfigureAwait(false));
        }
        catch
        {
            await (http?.DisposeAsync() ?? default).ConfigureAwait(false);
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends what waits, closes the doors, then the state.</summary>
    public async ValueTask DisposeAsync()
    {
        await http.DisposeAsync().ConfigureAwait(false);
        await engine.DisposeAsync().ConfigureAwait(false);
    }

    private static void MakeDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException("state", path, $"it takes a directory that can be written ({e.Message})", e);
        }
    }
}
