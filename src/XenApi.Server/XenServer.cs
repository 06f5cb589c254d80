using Hypervisor.Native.Simulated;
using Hypervisor.Native.Xen;
using XenApi.Core;
using XenApi.Core.Memory;
using XenApi.Core.Moving;
using XenApi.Server.Http;
using XenApi.Server.Listeners;
using XenApi.Server.Settings;
using XenApi.Server.Telemetry;
using XenApi.Server.XmlRpc;

namespace XenApi.Server;

/// <summary>The house with its doors open.</summary>
internal sealed class XenServer : IAsyncDisposable
{
    private readonly Engine engine;
    private readonly HttpServer http;
    private readonly MigrationDoor? migration;
    private readonly ServerMeter meter;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task leftovers;

    private XenServer(Engine engine, HttpServer http, MigrationDoor? migration, string? madePassword, TimeProvider time)
    {
        this.engine = engine;
        this.http = http;
        this.migration = migration;
        meter = new(engine, http.Traffic);
        MadePassword = madePassword;
        leftovers = Leftovers.GiveBackAsync(() => http.Traffic.Requests == 0, time, Leftovers.Collect, stopping.Token);
    }

    /// <summary>Where clients can connect.</summary>
    public IEnumerable<ListenAddress> Addresses => http.Addresses;

    /// <summary>Where clients of a protocol can connect.</summary>
    public IEnumerable<ListenAddress> AddressesOf(ListenerKind kind) => http.AddressesOf(kind);

    /// <summary>Where machines are received from other hosts; null for nowhere.</summary>
    public string? MigrationAddress => migration?.Address;

    /// <summary>The password that root was given at the first start; null where there was no need to make one.</summary>
    public string? MadePassword { get; }

    /// <summary>Opens the state and the doors; when this is done calls are answered.</summary>
    /// <param name="settings">What it was told.</param>
    /// <param name="rootPassword">The first password of root; null to make one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Makes the logs.</param>
    /// <param name="other">Opens what is behind the other door, CIM; null where there is none.</param>
    public static async Task<XenServer> StartAsync(
        ServerSettings settings, string? rootPassword, TimeProvider time, ILoggerFactory logs, Func<Engine, ILoggerFactory, Exchange>? other = null)
    {
        // Whatever can be wrong with a setting is found before anything is touched.
        List<Listener> listeners = [.. settings.XmlRpc.Concat(other is null ? [] : settings.CimXml).Select(listener => new Listener(listener))];
        var world = settings.Hypervisor == HypervisorKind.Simulated ? World.Of(settings.Simulate) : null;
        var moves = settings.Migration.Into(speaksXl: world is null);
        var engine = await OpenAsync(settings, world, moves, time, logs).ConfigureAwait(false);
        HttpServer? http = null;
        MigrationDoor? migration = null;
        try
        {
            var exchange = new XmlRpcExchange(engine, settings.XmlRpcLimits, logs.CreateLogger<XmlRpcExchange>());
            var xmlRpc = new Protocol((door, turn) => exchange.AnswerAsync(door, turn.Body, turn.Answer, turn.Gone), "POST") { ContentType = "text/xml", Waits = XmlRpcExchange.Waits };
            var cimXml = other is null || settings.CimXml.Count == 0 ? null : new Protocol(other(engine, logs), "POST, M-POST, OPTIONS");
            List<Entrance> entrances = [.. listeners.Select(listener => new Entrance(listener, listener.Setting == ListenerKind.XmlRpc.Name ? xmlRpc : cimXml!))];
            http = await HttpServer.StartAsync(entrances, settings.Http, logs).ConfigureAwait(false);

            migration = MigrationDoor.Open(settings.Migration, moves, engine, time, logs.CreateLogger<MigrationDoor>());

            // Last, so that a password that was made is shown and not lost with a start that fails.
            return new(engine, http, migration, await engine.Accounts.EnsureRootAsync(rootPassword).ConfigureAwait(false), time);
        }
        catch
        {
            await (migration?.DisposeAsync() ?? default).ConfigureAwait(false);
            await (http?.DisposeAsync() ?? default).ConfigureAwait(false);
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends what waits, closes the doors, then the state.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await leftovers.ConfigureAwait(false);
        stopping.Dispose();
        meter.Dispose();
        await (migration?.DisposeAsync() ?? default).ConfigureAwait(false);
        await http.DisposeAsync().ConfigureAwait(false);
        await engine.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<Engine> OpenAsync(ServerSettings settings, SimulatedWorld? world, MoveSetup moves, TimeProvider time, ILoggerFactory logs)
    {
        // The journal's lock comes first: whatever else is in the directory belongs to its holder.
        var journal = SqliteJournal.Open(settings.StateDirectory);
        try
        {
            return await Engine.StartAsync(settings.House.Into(new()
            {
                Journal = journal,
                Hypervisors = world is null
                    ? [await XenHypervisor.OpenAsync(settings.StateDirectory, time, logs.CreateLogger<XenHypervisor>()).ConfigureAwait(false)]
                    : world.Start(settings.StateDirectory, time),
                StateDirectory = settings.StateDirectory,
                Sessions = settings.Sessions,
                Moves = moves,
                Time = time,
                Logs = logs,
            })).ConfigureAwait(false);
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
