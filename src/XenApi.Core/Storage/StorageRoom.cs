using Microsoft.Extensions.Logging;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>
/// The disk images on this host: what is behind the objects. A file or volume comes before its object and goes after it: what a
/// crash leaves between the two has no object, and the next start clears it away.
/// </summary>
/// <remarks>
/// An image whose other_config has a <c>location</c> is not ours: the object stands for a file or device that was there
/// before, and nothing here makes, resizes, measures or removes that.
/// </remarks>
internal sealed partial class StorageRoom
{
    private readonly Engine engine;
    private readonly ILogger log;
    private readonly string stateDirectory;
    private readonly ImageCopies copies;
    private readonly SemaphoreSlim growing = new(1);
    private Ref<Sr> local;

    public StorageRoom(Engine engine, ILogger<StorageRoom> log)
    {
        this.engine = engine;
        this.log = log;
        stateDirectory = Path.GetFullPath(engine.Setup.StateDirectory);
        Types = new(stateDirectory, engine.Setup.StorageBytes);
        Connections = new(engine, Types, log);
        copies = new(engine, this);
    }

    /// <summary>The types of SR that there are.</summary>
    public StorageTypes Types { get; }

    /// <summary>The SRs that this host is connected to.</summary>
    public StorageConnections Connections { get; }

    /// <summary>Makes sure of the storage that is always there, connects to the other, and clears away what no image has.</summary>
    public async Task OpenAsync()
    {
        var isNew = !engine.Store.Current.All<Sr>().Any();
        local = await engine.Store.CommitAsync(new StorageOpening(engine, Types).Write).ConfigureAwait(false);
        await Connections.OpenAsync(isNew).ConfigureAwait(false);
    }

    /// <summary>The path on the host of what is behind an image.</summary>
    public string PathOf(Vdi image) => image.IsOurs ? Connections.Of(image.Sr).PathOf(image) : ImageLocation.Read(image.Location).Path;

    /// <summary>The format of what is behind an image: raw, qcow, qcow2 or vhd.</summary>
    public string FormatOf(Vdi image) =>
        image.IsOurs ? Connections.Of(image.Sr).FormatOf(image).Name : ImageLocation.Read(image.Location).Format;

    /// <summary>Makes what is behind a new image and then the object; an error where the storage is full.</summary>
    public async Task<Ref<Vdi>> CreateAsync(Vdi image, CancellationToken cancelled)
    {
        image = image.Id == default ? image with { Id = Guid.NewGuid() } : image;
        if (!image.IsOurs)
        {
            CheckNotWithin(image);
            await engine.Store.CommitAsync(changes => Allocation.Add(changes, image)).ConfigureAwait(false);
            return new(image.Id);
        }

        image.CheckSize();
        var repository = Connections.Of(image.Sr);
        image = repository.Fitted(image);
        CheckRoom(image);
        await repository.MakeEmptyAsync(image, cancelled).ConfigureAwait(false);
        return await AddAsync(repository, image, _ => { }).ConfigureAwait(false);
    }

    /// <summary>Makes a copy of an image, in the same place, for a machine that will have it.</summary>
    public Task<Ref<Vdi>> CopyAsync(Ref<Vdi> source, string nameLabel, IProgress<double> progress, CancellationToken cancelled) =>
        copies.MakeAsync(source, nameLabel, progress, cancelled);

    /// <summary>Adds the object of an image that is made; where that is refused, the image goes.</summary>
    public async Task<Ref<Vdi>> AddAsync(Repository repository, Vdi image, Action<Changes> check)
    {
        try
        {
            image = image with { PhysicalUtilisation = await repository.UsedBytesAsync(image).ConfigureAwait(false) ?? 0 };
            await engine.Store.CommitAsync(changes =>
            {
                check(changes);
                Allocation.Add(changes, image);
            }).ConfigureAwait(false);
        }
        catch (ApiError e) when (e.Code != "INTERNAL_ERROR")
        {
            // Refused for certain. Where the server failed, the next start knows whether the object is there after all.
            await RemoveAsync(repository, image).ConfigureAwait(false);
            throw;
        }

        return new(image.Id);
    }

    /// <summary>Spares the making of an image that the commit would refuse. Answers what its SR has beyond that and all that is promised, in bytes.</summary>
    public long CheckRoom(Vdi image)
    {
        var sr = engine.Store.Current.Get(image.Sr);
        image.CheckSize();
        var after = sr with { VirtualAllocation = sr.VirtualAllocation + image.VirtualSize };
        after.CheckPromise(sr.VirtualAllocation);
        return after.SpareBytes;
    }

    /// <summary>Removes an image that nothing refers to: the object, then what is behind it.</summary>
    public async Task DestroyAsync(Ref<Vdi> image)
    {
        CheckReached(image);
        await RemoveAsync(await engine.Store.CommitAsync(changes =>
        {
            var gone = changes.Get(image);
            Allocation.Remove(changes, gone);
            return gone;
        }).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Removes a crash dump and the image that held it.</summary>
    public async Task DestroyAsync(Ref<Crashdump> dump)
    {
        CheckReached(engine.Store.Current.Get(dump).Vdi);
        var gone = await engine.Store.CommitAsync(changes =>
        {
            var image = changes.Get(dump).Vdi;
            changes.Delete(dump);
            if (changes.Find(image) is { } held)
            {
                Allocation.Remove(changes, held);
                return held;
            }

            return null;
        }).ConfigureAwait(false);
        if (gone is not null)
        {
            await RemoveAsync(gone).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Lets an image be larger. The object comes first: so no machine sees more than is promised, and what a crash
    /// cuts short the next start goes on with.
    /// </summary>
    public async Task GrowAsync(Ref<Vdi> image, long virtualSizeBytes)
    {
        await growing.WaitAsync().ConfigureAwait(false);
        try
        {
            var repository = engine.Store.Current.Get(image) is { IsOurs: true, IsSaved: false } known ? Connections.Of(known.Sr) : throw Errors.OperationNotAllowed();
            var (before, after) = await engine.Store.CommitAsync(changes =>
            {
                var now = changes.Get(image);
                return (now, Allocation.Resize(changes, now, repository.Fitted(now with { VirtualSize = virtualSizeBytes }).VirtualSize));
            }).ConfigureAwait(false);
            if (before.VirtualSize != after.VirtualSize)
            {
                await repository.GrowAsync(after).ConfigureAwait(false);
            }
        }
        catch (ApiError) when (engine.Store.Current.Find(image) is null)
        {
            throw Errors.HandleInvalid(Vdi.Descriptor.Name, image.ToString());
        }
        finally
        {
            growing.Release();
        }
    }

    /// <summary>Where the memory of suspended machines of a host goes.</summary>
    public Ref<Sr> SuspendSr(Snapshot snapshot, Ref<Host> host) => snapshot.Find(host) is { SuspendImageSr: { IsNull: false } sr } ? sr : local;

    /// <summary>Where the memory of crashed machines of a host goes.</summary>
    public Ref<Sr> CrashDumpSr(Snapshot snapshot, Ref<Host> host) => snapshot.Find(host) is { CrashDumpSr: { IsNull: false } sr } ? sr : local;

    /// <summary>Reads again how much an image takes up: it was written to.</summary>
    public async Task MeasureAsync(Ref<Vdi> image)
    {
        if (engine.Store.Current.Find(image) is { IsOurs: true } known && await Connections.Of(known.Sr).UsedBytesAsync(known).ConfigureAwait(false) is { } usedBytes)
        {
            await engine.Store.CommitAsync(changes =>
            {
                if (changes.Find(image) is { } now)
                {
                    Allocation.Measured(changes, now, usedBytes);
                }
            }).ConfigureAwait(false);
            await MeasureBasesAsync(Connections.Of(known.Sr)).ConfigureAwait(false);
        }
    }

    // Our own state is no disk for machines, and our own images have objects already.
    private void CheckNotWithin(Vdi image)
    {
        var path = Path.GetFullPath(ImageLocation.Read(image.Location).Path);
        if (path == stateDirectory || path.StartsWith(stateDirectory + "/", StringComparison.Ordinal) || Connections.All.Any(repository => repository.Holds(path)))
        {
            throw Errors.ValueNotSupported("VDI.other_config location", Collections.Shortened(image.Location), "is within the server's own state or storage");
        }
    }

    // An image whose storage is not reached would be left behind.
    private void CheckReached(Ref<Vdi> image)
    {
        if (engine.Store.Current.Find(image) is { IsOurs: true } known)
        {
            Connections.Of(known.Sr);
        }
    }

    // Bases come and go while this is written down: what is there last is what counts.
    private async Task MeasureBasesAsync(Repository repository)
    {
        while (engine.Store.Current.Find(repository.Sr) is { } sr && repository.BaseBytes is var baseBytes && sr.BaseBytes != baseBytes)
        {
            await engine.Store.CommitAsync(changes =>
            {
                if (changes.Find(repository.Sr) is { } now)
                {
                    Allocation.MeasuredBases(changes, now, baseBytes);
                }
            }).ConfigureAwait(false);
        }
    }

    private Task RemoveAsync(Vdi image) => image.IsOurs ? RemoveAsync(Connections.Of(image.Sr), image) : Task.CompletedTask;

    private async Task RemoveAsync(Repository repository, Vdi image)
    {
        try
        {
            await repository.RemoveAsync(repository.PathOf(image)).ConfigureAwait(false);
            await MeasureBasesAsync(repository).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ApiError)
        {
            LogNotRemoved(repository.PathOf(image), e);
        }
    }

    [LoggerMessage(60, LogLevel.Warning, "{Path} belongs to no image any more and could not be removed; the next start tries again.")]
    private partial void LogNotRemoved(string path, Exception cause);
}
