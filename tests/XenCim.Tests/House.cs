using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Wire;
using XenApi.Core;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Sessions;
using XenApi.Core.Tasks;
using XenApi.Core.Values;
using XenApi.Server.XmlRpc;
using XenCim.Tests.Clients;
using XenCim.Tests.Memory;

namespace XenCim.Tests;

/// <summary>
/// A whole house in the test's own process: state on disk in a directory of its own, a simulated hypervisor, all rooms; no
/// listener. Calls are made as a verb's method, or as bytes through <see cref="AnswerAsync"/>.
/// </summary>
public sealed class House : IAsyncDisposable
{
    private readonly TimeProvider time;
    private readonly SimulatedWorld world;
    private readonly Func<EngineSetup, EngineSetup> change;
    private bool keepsDirectory;
    private RecordedJournal journal = null!;

    private House(string directory, SimulatedWorld world, TimeProvider time, Func<EngineSetup, EngineSetup> change)
    {
        Directory = directory;
        this.world = world;
        this.time = time;
        this.change = change;
    }

    /// <summary>Where its state is.</summary>
    public string Directory { get; }

    /// <summary>The house.</summary>
    public Engine Engine { get; private set; } = null!;

    /// <summary>The hypervisors, the first for the host that sessions talk to.</summary>
    public IReadOnlyList<SimulatedHypervisor> Hypervisors { get; private set; } = [];

    /// <summary>The hypervisor of the host that sessions talk to.</summary>
    public SimulatedHypervisor Hypervisor => Hypervisors[0];

    /// <summary>The state as it is now.</summary>
    public Snapshot Now => Engine.Store.Current;

    /// <summary>What the journal has kept since the start, in order.</summary>
    public IEnumerable<Change> Kept => journal.Changes;

    /// <summary>Builds one; where nothing else is said nothing takes time on its host.</summary>
    public static Task<House> StartAsync(SimulatedWorld? world = null, TimeProvider? time = null, Func<EngineSetup, EngineSetup>? change = null) => new House(
        System.IO.Directory.CreateTempSubdirectory("xencim-").FullName, world ?? SimulatedWorld.Instant, time ?? TimeProvider.System, change ?? (setup => setup)).OpenAsync();

    /// <summary>Ends this one as SIGTERM does, and opens it anew on the same state; the domains live on meanwhile.</summary>
    public async Task<House> RestartAsync()
    {
        keepsDirectory = true;
        await DisposeAsync();
        return await new House(Directory, world, time, change).OpenAsync();
    }

    /// <summary>Somebody who calls, with everything that is there now in sight.</summary>
    public Caller Caller(Role role = Role.PoolAdmin, ApiVersion version = ApiVersion.Xend, CancellationToken cancelled = default) =>
        new(Engine, new Door(version, IsOpen: true), Open(role), Progress.None, cancelled);

    /// <summary>Opens a session.</summary>
    public Session Open(Role role = Role.PoolAdmin) => Engine.Sessions.Open($"tester as {role}", Ref<User>.Null, role);

    /// <summary>A client on a door of a revision, without a socket; one that is not open asks for names and passwords.</summary>
    internal XenClient Knock(ApiVersion version = ApiVersion.Xend, bool isOpen = true) => new(
        new HttpClient(new InProcess(new(Engine, XmlRpcLimits.Default, Engine.Setup.Logs.CreateLogger<XmlRpcExchange>()), new(version, isOpen))) { BaseAddress = new("http://house/") });

    /// <summary>A client that has logged in on a door of a revision that asks for no password.</summary>
    internal async Task<XenClient> EnterAsync(ApiVersion version = ApiVersion.Xend)
    {
        var client = Knock(version);
        await client.LoginAsync("", "");
        return client;
    }

    /// <summary>Answers a request of XML-RPC as a listener would.</summary>
    public async Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> request, ApiVersion version = ApiVersion.Xend, CancellationToken gone = default)
    {
        using var answer = new AnswerBuffer();
        await new XmlRpcExchange(Engine, XmlRpcLimits.Default, NullLogger<XmlRpcExchange>.Instance).AnswerAsync(new Door(version, IsOpen: true), request, answer, gone);
        return answer.ToArray();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        if (!keepsDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    private async Task<House> OpenAsync()
    {
        Hypervisors = world.Start(Directory, time);
        journal = new(SqliteJournal.Open(Directory));
        Engine = await Engine.StartAsync(change(new EngineSetup
        {
            Journal = journal,
            Hypervisors = Hypervisors,
            StateDirectory = Directory,
            Time = time,
        }));
        return this;
    }
}
