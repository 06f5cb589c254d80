using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>
/// The disk images on this host: the files behind the objects. A file comes before its object and goes after it: what a
/// crash leaves between the two is a file without an object, and the next start clears it away.
/// </summary>
/// <remarks>
/// An image whose other_config has a <c>location</c> is not ours: the object stands for a file or device that was there
/// before, and nothing here makes, resizes, measures or removes that.
/// </remarks>
internal sealed partial class StorageRoom(Engine engine, ILogger<StorageRoom> log)
{
    private const int CopiesMost = 4;

    private readonly string stateDirectory = Path.GetFullPath(engine.Setup.StateDirectory);
    private readonly SemaphoreSlim copies = new(CopiesMost);
    private readonly SemaphoreSlim growing = new(1);
    private IReadOnlyList<Repository> repositories = [];

    /// <summary>Makes sure of the storage that is always there, and clears away files that no image has.</summary>
    public async Task OpenAsync() => repositories = await new StorageOpening(engine, stateDirectory, log).RunAsync().ConfigureAwait(false);

    /// <summary>The path on the host of what is behind an image.</summary>
    public string PathOf(Vdi image) => image.IsOurs ? RepositoryOf(image.Sr).PathOf(image) : ImageLocation.Read(image.Location).Path;

    /// <summary>The format of what is behind an image: raw, qcow, qcow2 or vhd.</summary>
    public string FormatOf(Vdi image) =>
        image.IsOurs ? RepositoryOf(image.Sr).FormatOf(image).Name : ImageLocation.Read(image.Location).Format;

    /// <summary>Whether a connection leads a host of this server to storage of ours.</summary>
    public bool IsAttached(Pbd connection) =>
        engine.Hosts.All.Any(place => place.Host == connection.Host) && repositories.Any(repository => repository.IsReachedBy(connection));

    /// <summary>Makes the file of a new image and then the object; an error where the storage is full.</summary>
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
        CheckRoom(image);
        var repository = RepositoryOf(image.Sr);
        var format = repository.FormatOf(image);
        await Task.Run(
            () => repository.MakeAsync(image, file =>
            {
                format.Make(file, image.VirtualSize);
                return Task.CompletedTask;
            }),
            cancelled).ConfigureAwait(false);
        return await AddAsync(repository, image, _ => { }).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes a copy of an image, in the same place; it is ours, even if its source is not. A copy that is cancelled
    /// leaves nothing behind.
    /// </summary>
    public async Task<Ref<Vdi>> CopyAsync(Ref<Vdi> source, string nameLabel, IProgress<double> progress, CancellationToken cancelled)
    {
        var snapshot = engine.Store.Current;
        var original = snapshot.Get(source);
        var image = original with { Id = Guid.NewGuid(), NameLabel = nameLabel, OtherConfig = original.OtherConfig.Without("location"), PhysicalUtilisation = 0, IsMemory = false };
        image = (Vdi)image.WithLinksOf(new Vdi());
        var repository = RepositoryOf(image.Sr);
        if (FormatOf(original) != repository.FormatOf(image).Name)
        {
            throw Errors.ValueNotSupported("VDI", original.Id.ToString(), $"is a {FormatOf(original)} image, of which this SR makes no copies");
        }

        CheckStill(snapshot.Get, original);
        await copies.WaitAsync(cancelled).ConfigureAwait(false);
        try
        {
            using var file = Opened(original);
            var lengthBytes = Posix.Length(file);
            var written = File.GetLastWriteTimeUtc(file);
            image = original.IsOurs ? image : image with { VirtualSize = repository.FormatOf(image).VirtualSizeBytes(file) };
            image.CheckSize();
            CheckRoom(image);
            await repository.MakeAsync(image, async to =>
            {
                await ImageCopy.RunAsync(file, to, lengthBytes, progress, cancelled).ConfigureAwait(false);
                if (File.GetLastWriteTimeUtc(file) != written)
                {
                    // Somebody came and went meanwhile: the copy is half of before and half of after.
                    throw Errors.VdiInUse(original.Id, "copy");
                }

                // The source may have been promised more than its file has by now.
                if (!image.IsSaved)
                {
                    repository.FormatOf(image).Grow(to, image.VirtualSize);
                }
            }).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Errors.ValueNotSupported("VDI", original.Id.ToString(), "is no image of the format that it is said to have", e);
        }
        finally
        {
            copies.Release();
        }

        return await AddAsync(repository, image, changes =>
        {
            var now = changes.Get(source);
            CheckStill(changes.Get, now);
            if (now.VirtualSize != original.VirtualSize)
            {
                throw Errors.VdiInUse(now.Id, "copy");
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Removes an image that nothing refers to: the object, then its file.</summary>
    public async Task DestroyAsync(Ref<Vdi> image) => Remove(await engine.Store.CommitAsync(changes =>
    {
        var gone = changes.Get(image);
        Allocation.Remove(changes, gone);
        return gone;
    }).ConfigureAwait(false));

    /// <summary>Removes a crash dump and the image that held it.</summary>
    public async Task DestroyAsync(Ref<Crashdump> dump)
    {
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
            Remove(gone);
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
            var (before, after) = await engine.Store.CommitAsync(changes =>
            {
                var now = changes.Get(image);
                return now is { IsOurs: true, IsSaved: false }
                    ? (now, Allocation.Resize(changes, now, virtualSizeBytes))
                    : throw Errors.OperationNotAllowed();
            }).ConfigureAwait(false);
            if (before.VirtualSize != after.VirtualSize)
            {
                await Task.Run(() => RepositoryOf(after.Sr).Grow(after)).ConfigureAwait(false);
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
    public Ref<Sr> SuspendSr(Snapshot snapshot, Ref<Host> host) => snapshot.Find(host) is { SuspendImageSr: { IsNull: false } sr } ? sr : repositories[0].Sr;

    /// <summary>Where the memory of crashed machines of a host goes.</summary>
    public Ref<Sr> CrashDumpSr(Snapshot snapshot, Ref<Host> host) => snapshot.Find(host) is { CrashDumpSr: { IsNull: false } sr } ? sr : repositories[0].Sr;

    /// <summary>Reads again how much an image takes up: its file was written to.</summary>
    public async Task MeasureAsync(Ref<Vdi> image)
    {
        if (engine.Store.Current.Find(image) is { IsOurs: true } known && Posix.Measure(PathOf(known)) is var (_, usedBytes))
        {
            await engine.Store.CommitAsync(changes =>
            {
                if (changes.Find(image) is { } now)
                {
                    Allocation.Measured(changes, now, usedBytes);
                }
            }).ConfigureAwait(false);
        }
    }

    private static void CheckStill(Func<Ref<Vbd>, Vbd> find, Vdi image)
    {
        if (image.Vbds.Select(find).Any(vbd => vbd.Mode == VbdMode.ReadWrite && (vbd.IsClaimed || vbd.CurrentlyAttached)))
        {
            throw Errors.VdiInUse(image.Id, "copy");
        }
    }

    private Repository RepositoryOf(Ref<Sr> sr) =>
        repositories.FirstOrDefault(repository => repository.Sr == sr) ?? throw Errors.HandleInvalid(Sr.Descriptor.Name, sr.ToString());

    // Spares the making of a file that the commit would refuse.
    private void CheckRoom(Vdi image)
    {
        var sr = engine.Store.Current.Get(image.Sr);
        (sr with { VirtualAllocation = sr.VirtualAllocation + image.VirtualSize }).CheckPromise(sr.VirtualAllocation);
    }

    // Our own state is no disk for machines, and our own images have objects already.
    private void CheckNotWithin(Vdi image)
    {
        var path = Path.GetFullPath(ImageLocation.Read(image.Location).Path);
        if (path == stateDirectory || path.StartsWith(stateDirectory + "/", StringComparison.Ordinal))
        {
            throw Errors.ValueNotSupported("VDI.other_config location", Collections.Shortened(image.Location), "is within the server's own state");
        }
    }

    private SafeFileHandle Opened(Vdi image)
    {
        var path = PathOf(image);
        try
        {
            return Posix.IsFileOrDisk(path)
                ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
                : throw new FileNotFoundException($"There is no file or disk at {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw engine.Store.Current.Find(new Ref<Vdi>(image.Id)) is null
                ? Errors.HandleInvalid(Vdi.Descriptor.Name, image.Id.ToString())
                : !image.IsOurs ? Errors.ValueNotSupported("VDI.other_config location", Collections.Shortened(image.Location), "there is no file or disk that can be read", e)
                : Errors.InternalError("What is behind the image cannot be read; the server's log has more.", e);
        }
    }

    private async Task<Ref<Vdi>> AddAsync(Repository repository, Vdi image, Action<Changes> check)
    {
        var path = repository.PathOf(image);
        image = image with { PhysicalUtilisation = Posix.Measure(path)?.UsedBytes ?? 0 };
        try
        {
            await engine.Store.CommitAsync(changes =>
            {
                check(changes);
                Allocation.Add(changes, image);
            }).ConfigureAwait(false);
        }
        catch (ApiError e) when (e.Code != "INTERNAL_ERROR")
        {
            // Refused for certain. Where the server failed, the next start knows whether the object is there after all.
            Remove(repository, image);
            throw;
        }

        return new(image.Id);
    }

    private void Remove(Vdi image)
    {
        if (image.IsOurs)
        {
            Remove(RepositoryOf(image.Sr), image);
        }
    }

    private void Remove(Repository repository, Vdi image)
    {
        try
        {
            File.Delete(repository.PathOf(image));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(repository.PathOf(image), e);
        }
    }

    [LoggerMessage(60, LogLevel.Warning, "{Path} belongs to no image any more and could not be removed; the next start tries again.")]
    private partial void LogNotRemoved(string path, Exception cause);
}
