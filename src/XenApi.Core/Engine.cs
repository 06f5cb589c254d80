using Hypervisor.Native.Moving;
using Microsoft.Extensions.Logging;
using XenApi.Core.Accounts;
using XenApi.Core.Diagnosis;
using XenApi.Core.Hosts;
using XenApi.Core.Machines;
using XenApi.Core.Measurements;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Moving;
using XenApi.Core.Networks;
using XenApi.Core.Pools;
using XenApi.Core.Sessions;
using XenApi.Core.Storage;
using XenApi.Core.Tasks;
using XenApi.Core.Values;

namespace XenApi.Core;

/// <summary>The house: its rooms, put together once.</summary>
public sealed class Engine : IAsyncDisposable
{
    private readonly EngineSetup setup;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> work = [];

    private Engine(EngineSetup setup, Store store)
    {
        this.setup = setup;
        Log = new(setup.Time);
        setup.Logs.AddProvider(Log);
        Store = store;
        Stopping = stopping.Token;
        Sessions = new(setup.Sessions, setup.Time);
        Accounts = new(this);
        Tasks = new(this, setup.Tasks, setup.Logs.CreateLogger<TaskRoom>());
        Hosts = new(setup.Hypervisors, setup.Patience, setup.LongPatience, setup.Time);
        Pools = new(this, setup.Logs.CreateLogger<PoolRoom>());
        Networks = new(this, setup.Logs.CreateLogger<NetworkRoom>());
        Storage = new(this, setup.Logs.CreateLogger<StorageRoom>());
        BootFiles = new(this);
        Machines = new(this, setup.Logs.CreateLogger<MachineRoom>());
        Metrics = new(this);
        Arrivals = new(this, setup.Moves, setup.Logs.CreateLogger<ArrivalRoom>());
    }

    /// <summary>The state.</summary>
    public Store Store { get; }

    /// <summary>The sessions of all doors.</summary>
    public SessionRoom Sessions { get; }

    /// <summary>The accounts.</summary>
    public AccountRoom Accounts { get; }

    /// <summary>The tasks that run.</summary>
    public TaskRoom Tasks { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time => setup.Time;

    /// <summary>Set when the server stops.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>The host that sessions talk to.</summary>
    public Ref<Host> ThisHost => Hosts.This.Host;

    /// <summary>What the house was built of.</summary>
    internal EngineSetup Setup => setup;

    /// <summary>How long a finished task is kept.</summary>
    public TimeSpan TaskKeeping => Setup.Tasks.KeepFinished;

    /// <summary>The last lines of the log.</summary>
    internal LogMemory Log { get; }

    internal HostRoom Hosts { get; }

    internal PoolRoom Pools { get; }

    internal NetworkRoom Networks { get; }

    internal StorageRoom Storage { get; }

    internal BootFiles BootFiles { get; }

    internal MachineRoom Machines { get; }

    internal MetricsRoom Metrics { get; }

    internal ArrivalRoom Arrivals { get; }

    /// <summary>Has what is measured of the classes measured, where it is not young enough, for a door that reads objects and not by calls.</summary>
    /// <param name="classes">The classes; those of which nothing is measured cost nothing.</param>
    /// <returns>Whether there is a newer snapshot now.</returns>
    public async ValueTask<bool> MeasureAsync(IEnumerable<XenClass> classes)
    {
        var isNew = false;
        foreach (var c in classes.Where(MetricsRoom.Measures))
        {
            isNew |= await Metrics.RefreshAsync(c, null).ConfigureAwait(false);
        }

        return isNew;
    }

    /// <summary>Whether something of the objects of a class is measured.</summary>
    public static bool Measures(XenClass c) => MetricsRoom.Measures(c);

    /// <summary>The same for some objects: the machines and hosts that they belong to are measured, and no others.</summary>
    /// <param name="state">Where the objects are.</param>
    /// <param name="objects">Machines, hosts, their devices, and what is measured of them.</param>
    /// <returns>Whether there is a newer snapshot now.</returns>
    public ValueTask<bool> MeasureAsync(Snapshot state, IEnumerable<XenObject> objects) => Metrics.RefreshAsync(state, objects);

    /// <summary>
    /// Opens the state, brings it in step with the hypervisors and the storage, and begins to follow them. When this
    /// is done, calls can be answered.
    /// </summary>
    public static async Task<Engine> StartAsync(EngineSetup setup)
    {
        var engine = new Engine(setup, Store.Open(setup.Journal, setup.FeedWindow, setup.Time));
        try
        {
            await engine.Store.CommitAsync(changes =>
            {
                foreach (var place in engine.Hosts.All)
                {
                    new HostAdoption(changes, place.Facts, place == engine.Hosts.This).Write();
                }
            }).ConfigureAwait(false);
            await engine.Pools.LookAsync().ConfigureAwait(false);
            await engine.Networks.LookAsync().ConfigureAwait(false);
            await engine.Storage.OpenAsync().ConfigureAwait(false);
            await engine.Tasks.EndOrphansAsync().ConfigureAwait(false);
            await engine.Machines.LookAtAllAsync().ConfigureAwait(false);
            await engine.Machines.PowerOnAsync().ConfigureAwait(false);
            foreach (var place in engine.Hosts.All)
            {
                engine.work.Add(engine.Machines.FollowAsync(place));
            }

            engine.work.Add(engine.Tasks.FollowAsync());
        }
        catch
        {
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return engine;
    }

    /// <summary>Receives a machine from a host of another server; done when it is here, or did not come.</summary>
    /// <param name="peer">The other host.</param>
    /// <param name="cancelled">Calls it off, as long as that is possible.</param>
    public Task ReceiveAsync(Peer peer, CancellationToken cancelled) => Arrivals.ReceiveAsync(peer, cancelled);

    /// <summary>Stops what runs and closes the state; machines run on.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(work).ConfigureAwait(false);
        await Machines.StopAsync().ConfigureAwait(false);
        foreach (var hypervisor in setup.Hypervisors)
        {
            await hypervisor.DisposeAsync().ConfigureAwait(false);
        }

        await Store.DisposeAsync().ConfigureAwait(false);
        Arrivals.Dispose();
        stopping.Dispose();
    }
}
