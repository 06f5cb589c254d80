using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The SRs that this host is connected to: how connections are made at the start and by clients, and how they end.</summary>
internal sealed partial class StorageConnections(Engine engine, StorageTypes types, ILogger log)
{
    // What is mounted may wait for a server that is not there.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Ref<Sr>, Repository> repositories = new();
    private readonly HashSet<Ref<Sr>> seen = [];
    private readonly SemaphoreSlim changing = new(1);
    private readonly Stocktaking stocktaking = new(engine, log);

    /// <summary>All that there are.</summary>
    public IEnumerable<Repository> All => repositories.Values;

    /// <summary>What is behind an SR; an error where there is no such SR, or no connection to it.</summary>
    public Repository Of(Ref<Sr> sr) =>
        repositories.TryGetValue(sr, out var repository) ? repository
        : engine.Store.Current.Find(sr) is null ? throw Errors.HandleInvalid(Model.Sr.Descriptor.Name, sr.ToString())
        : throw Errors.SrNotAttached(sr);

    /// <summary>Whether a new connection needs no plug: it leads a host of this server to storage that is always there.</summary>
    public bool IsMadeAtOnce(Pbd connection) =>
        IsOurs(connection) && engine.Store.Current.Find(connection.Sr) is { } sr && types.Classic.FirstOrDefault(type => type.Name == sr.Type) is { } classic && classic.IsReachedBy(connection);

    /// <summary>Makes the connections that were there before; one that cannot be made is told, and no reason not to start.</summary>
    /// <param name="isNew">Whether the state is new: what is found may belong to one that was lost, and is not thrown away.</param>
    public async Task OpenAsync(bool isNew)
    {
        var connections = engine.Store.Current.All<Pbd>().Where(connection => IsOurs(connection) && !connection.IsUnplugged).ToLookup(connection => connection.Sr);
        foreach (var sr in engine.Store.Current.All<Sr>())
        {
            var attached = new List<Ref<Pbd>>();
            foreach (var connection in connections[new(sr.Id)])
            {
                if (await TryConnectAsync(sr, connection).ConfigureAwait(false))
                {
                    attached.Add(new(connection.Id));
                }
            }

            await engine.Store.CommitAsync(changes =>
            {
                foreach (var connection in changes.Get(new Ref<Sr>(sr.Id)).Pbds.Select(changes.Get))
                {
                    changes.Put(connection with { CurrentlyAttached = attached.Contains(new(connection.Id)) });
                }
            }).ConfigureAwait(false);
            if (repositories.TryGetValue(new(sr.Id), out var repository))
            {
                await stocktaking.RunAsync(repository, clears: !isNew).ConfigureAwait(false);
                seen.Add(repository.Sr);
            }
        }

        await SweepAsync().ConfigureAwait(false);
    }

    /// <summary>Makes an SR of a type, and the connections of a host or, where it is shared, of all.</summary>
    public Task<Ref<Sr>> CreateAsync(Sr sr, Ref<Host> host, Map<string, string> config, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            engine.Hosts.Of(host);
            var (type, place) = (types.Of(sr.Type), new StoragePlace(new(sr.Id), config, sr.SmConfig));
            type.Check(place);
            await type.MakeAsync(place, cancelled).ConfigureAwait(false);
            try
            {
                var repository = await ReachAsync(type, place, cancelled).ConfigureAwait(false);
                CheckAlone(repository);
                var sizeBytes = await repository.SizeBytesAsync().ConfigureAwait(false);
                await engine.Store.CommitAsync(changes =>
                {
                    changes.Add(sr with { PhysicalSize = sizeBytes });
                    foreach (var connected in engine.Hosts.All.Select(other => other.Host).Where(other => sr.Shared || other == host))
                    {
                        changes.Add(new Pbd { Id = Guid.NewGuid(), Host = connected, Sr = place.Sr, DeviceConfig = config, CurrentlyAttached = true });
                    }
                }).ConfigureAwait(false);
                Keep(repository);
            }
            catch (Exception e) when (e is not ApiError { Code: "INTERNAL_ERROR" })
            {
                await UndoAsync(type, place).ConfigureAwait(false);
                throw;
            }

            await stocktaking.RunAsync(Of(place.Sr), clears: false).ConfigureAwait(false);
            return place.Sr;
        },
        cancelled);

    /// <summary>Makes a connection.</summary>
    public Task PlugAsync(Ref<Pbd> pbd, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            var connection = engine.Store.Current.Get(pbd);
            engine.Hosts.Of(connection.Host);
            var isFirst = seen.Add(connection.Sr);
            var repository = await ConnectAsync(engine.Store.Current.Get(connection.Sr), connection, cancelled).ConfigureAwait(false);
            await engine.Store.CommitAsync(changes => changes.Put(changes.Get(pbd) with { CurrentlyAttached = true, IsUnplugged = false })).ConfigureAwait(false);
            await stocktaking.RunAsync(repository, clears: isFirst).ConfigureAwait(false);
            return true;
        },
        cancelled);

    /// <summary>Ends a connection; <c>VDI_IN_USE</c> where a machine has an image of the storage.</summary>
    public Task UnplugAsync(Ref<Pbd> pbd, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            var (sr, isLast) = await engine.Store.CommitAsync(changes =>
            {
                var connection = changes.Get(pbd);
                var (sr, others) = (changes.Get(connection.Sr), changes.Get(connection.Sr).Pbds.Select(changes.Get).Where(other => other.Id != connection.Id && other.CurrentlyAttached));
                if (!others.Any())
                {
                    SrRemoval.CheckUnused(changes, sr);
                }

                changes.Put(connection with { CurrentlyAttached = false, IsUnplugged = true });
                return (sr, !others.Any(IsOurs));
            }).ConfigureAwait(false);
            if (isLast && types.Of(sr.Type) is var type and not ClassicType && repositories.TryRemove(new(sr.Id), out var repository))
            {
                await LeaveAsync(type, PlaceOf(sr, engine.Store.Current.Get(pbd)), repository, pbd).ConfigureAwait(false);
            }

            return true;
        },
        cancelled);

    /// <summary>Looks again at what there is.</summary>
    public Task ScanAsync(Ref<Sr> sr, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            await stocktaking.RunAsync(Of(sr), clears: false).ConfigureAwait(false);
            return true;
        },
        cancelled);

    /// <summary>Drops an SR and its images, which stay where they are.</summary>
    public Task ForgetAsync(Ref<Sr> sr, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            await engine.Store.CommitAsync(changes => SrRemoval.Write(changes, sr, types)).ConfigureAwait(false);
            return true;
        },
        cancelled);

    /// <summary>Drops an SR that holds no images, and removes what was made for it.</summary>
    public Task DestroyAsync(Ref<Sr> sr, CancellationToken cancelled) => InTurnAsync(
        async () =>
        {
            var known = engine.Store.Current.Get(sr);
            var type = types.Of(known.Type);
            var connection = known.Pbds.Select(engine.Store.Current.Get).FirstOrDefault(IsOurs);
            await engine.Store.CommitAsync(changes =>
            {
                if (changes.Get(sr).Vdis.Any(image => changes.Get(image).IsOurs))
                {
                    throw Errors.SrNotEmpty();
                }

                if (connection is null && type is not ClassicType)
                {
                    throw Errors.SrHasNoPbds(sr);
                }

                SrRemoval.Write(changes, sr, types);
            }).ConfigureAwait(false);
            await UndoAsync(type, PlaceOf(known, connection!)).ConfigureAwait(false);
            return true;
        },
        cancelled);

    private static StoragePlace PlaceOf(Sr sr, Pbd connection) => new(new(sr.Id), connection.DeviceConfig, sr.SmConfig);

    private bool IsOurs(Pbd connection) => engine.Hosts.All.Any(place => place.Host == connection.Host);

    private async Task SweepAsync()
    {
        var connected = repositories.Keys.Select(sr => sr.ToString()).ToHashSet();
        foreach (var type in types.All)
        {
            try
            {
                await type.SweepAsync(connected, engine.Stopping).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ApiError or IOException or UnauthorizedAccessException)
            {
                LogLeft(type.Name, "of no connection", e);
            }
        }
    }

    private async Task<bool> TryConnectAsync(Sr sr, Pbd connection)
    {
        try
        {
            await ConnectAsync(sr, connection, engine.Stopping).ConfigureAwait(false);
            return true;
        }
        catch (ApiError e)
        {
            LogNotConnected(sr.NameLabel, sr.Id, e);
            return false;
        }
    }

    private async Task<Repository> ConnectAsync(Sr sr, Pbd connection, CancellationToken cancelled)
    {
        var (type, place) = (types.Of(sr.Type), PlaceOf(sr, connection));
        type.Check(place);
        if (!repositories.TryGetValue(place.Sr, out var repository))
        {
            repository = await ReachAsync(type, place, cancelled).ConfigureAwait(false);
            CheckAlone(repository);
            Keep(repository);
        }
        else if (type is not ClassicType && sr.Pbds.Select(engine.Store.Current.Get).Any(other => other.CurrentlyAttached && !other.DeviceConfig.Equals(connection.DeviceConfig)))
        {
            throw Errors.ValueNotSupported("device_config", "", "this host reaches the SR another way already; unplug that PBD first");
        }

        return repository;
    }

    // Two would promise the same space.
    private void CheckAlone(Repository repository)
    {
        if (repository is VolumeRepository && repositories.Values.Any(other => other is VolumeRepository && other.Place == repository.Place))
        {
            throw Errors.SrDeviceInUse();
        }
    }

    private void Keep(Repository repository) => repositories[repository.Sr] = repository;

    private static async Task<Repository> ReachAsync(StorageType type, StoragePlace place, CancellationToken cancelled)
    {
        try
        {
            return await Task.Run(() => type.OpenAsync(place, cancelled), cancelled).WaitAsync(Patience, cancelled).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw Errors.SrBackendFailure($"The storage cannot be reached: {e.Message}", e);
        }
    }

    private async Task LeaveAsync(StorageType type, StoragePlace place, Repository repository, Ref<Pbd> pbd)
    {
        try
        {
            await type.CloseAsync(place, engine.Stopping).ConfigureAwait(false);
        }
        catch (ApiError)
        {
            Keep(repository);
            await engine.Store.CommitAsync(changes => changes.Put(changes.Get(pbd) with { CurrentlyAttached = true, IsUnplugged = false })).ConfigureAwait(false);
            throw;
        }
    }

    private async Task UndoAsync(StorageType type, StoragePlace place)
    {
        try
        {
            await type.RemoveAsync(place, engine.Stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ApiError or IOException or UnauthorizedAccessException)
        {
            LogLeft(type.Name, place.Name, e);
        }
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> act, CancellationToken cancelled)
    {
        await changing.WaitAsync(cancelled).ConfigureAwait(false);
        try
        {
            return await act().ConfigureAwait(false);
        }
        finally
        {
            changing.Release();
        }
    }

    [LoggerMessage(67, LogLevel.Error, "The storage {Name} ({Sr}) is not connected. Mend what the error says and plug its PBD.")]
    private partial void LogNotConnected(string name, Guid sr, Exception cause);

    [LoggerMessage(68, LogLevel.Warning, "What was made for the {Type} storage {Sr} could not be removed; it is left.")]
    private partial void LogLeft(string type, string sr, Exception cause);
}
