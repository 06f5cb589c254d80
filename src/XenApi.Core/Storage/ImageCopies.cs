using Microsoft.Win32.SafeHandles;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Tasks;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>
/// Makes copies of images: by a means of the storage where it has one, by the file system where that can share blocks, by a base that both stand on, else byte by byte. Only so
/// many at a time.
/// </summary>
internal sealed class ImageCopies(Engine engine, StorageRoom storage)
{
    private const int AtOnceMost = 4;
    private const long SectorBytes = 512;

    private readonly SemaphoreSlim running = new(AtOnceMost);

    /// <summary>
    /// Makes a copy of an image, in the same SR; it is ours, even if its source is not. A copy that is cancelled leaves nothing behind. Until a
    /// commit says otherwise it is only a part of something, which the next start removes.
    /// </summary>
    public async Task<Ref<Vdi>> MakeAsync(Ref<Vdi> source, string nameLabel, IProgress<double> progress, CancellationToken cancelled)
    {
        var snapshot = engine.Store.Current;
        var original = snapshot.Get(source);
        var repository = storage.Connections.Of(original.Sr);
        var image = original with
        {
            Id = Guid.NewGuid(), NameLabel = nameLabel, OtherConfig = original.OtherConfig.Without("location"), PhysicalUtilisation = 0, IsMemory = false, IsPart = true,
        };
        image = (Vdi)image.WithLinksOf(new Vdi());
        CheckStill(snapshot.Get, snapshot.Find, original);
        var isCloned = false;
        await running.WaitAsync(cancelled).ConfigureAwait(false);
        try
        {
            // Others were before it, and a machine may have started meanwhile.
            snapshot = engine.Store.Current;
            CheckStill(snapshot.Get, snapshot.Find, snapshot.Get(source));
            (image, isCloned) = await FilledAsync(repository, original, image, progress, cancelled).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException && engine.Store.Current.Find(source) is null)
        {
            throw Errors.HandleInvalid(Vdi.Descriptor.Name, original.Id.ToString());
        }
        catch (InvalidDataException e)
        {
            throw Errors.ValueNotSupported(
                "VDI", original.Id.ToString(), "is no image of the format that it is said to have, or names another file of the host; qemu-img convert makes one that is whole", e);
        }
        finally
        {
            running.Release();
        }

        try
        {
            return await storage.AddAsync(repository, image, changes =>
            {
                var now = changes.Get(source);
                CheckStill(changes.Get, changes.Find, now);
                if (now.VirtualSize != original.VirtualSize)
                {
                    throw Errors.VdiInUse(now.Id, "copy");
                }
            }).ConfigureAwait(false);
        }
        finally
        {
            if (isCloned)
            {
                await storage.MeasureAsync(source).ConfigureAwait(false);
            }
        }
    }

    // A machine that went to another host may write to it there.
    private static void CheckStill(Func<Ref<Vbd>, Vbd> disk, Func<Ref<Vm>, Vm?> machine, Vdi image)
    {
        if (image.Vbds.Select(disk).Any(vbd => vbd.Mode == VbdMode.ReadWrite && (vbd.IsClaimed || vbd.CurrentlyAttached || machine(vbd.Vm) is { HasMoved: true })))
        {
            throw Errors.VdiInUse(image.Id, "copy");
        }
    }

    private async Task<(Vdi Image, bool IsCloned)> FilledAsync(Repository repository, Vdi original, Vdi image, IProgress<double> progress, CancellationToken cancelled)
    {
        using var file = Opened(original);
        var written = File.GetLastWriteTimeUtc(file);
        image = repository.Fitted(image);
        var isConverted = storage.FormatOf(original) != repository.FormatOf(image).Name;
        if (original.IsOurs)
        {
            await repository.CheckAsync(original).ConfigureAwait(false);
        }
        else if (!isConverted && !repository.FormatOf(image).IsWhole(file))
        {
            // It may come from anywhere; what it names on this host is not for whoever made it.
            throw new InvalidDataException("The image names another file of the host.");
        }

        if (!original.IsOurs)
        {
            image = repository.Fitted(image with
            {
                VirtualSize = isConverted
                    ? await QemuImage.VirtualSizeBytesAsync(storage.PathOf(original), storage.FormatOf(original), cancelled).ConfigureAwait(false)
                    : repository.FormatOf(image).VirtualSizeBytes(file),
            });
        }

        var spareBytes = storage.CheckRoom(image);
        if (original.IsOurs && !isConverted && await repository.TryCloneAsync(original, image, spareBytes, cancelled).ConfigureAwait(false))
        {
            if (!repository.MakesDevices && File.GetLastWriteTimeUtc(file) != written)
            {
                await repository.RemoveAsync(repository.PathOf(image)).ConfigureAwait(false);
                throw Errors.VdiInUse(original.Id, "copy");
            }

            return (image, true);
        }

        await repository.MakeAsync(image, to => FillAsync(new(original, file), new(image, to), isConverted, progress, cancelled)).ConfigureAwait(false);
        return (image, false);
    }

    private static void Empty(Repository repository, Side to, CancellationToken cancelled)
    {
        if (!repository.MakesDevices)
        {
            // A disk in another format is whole sectors.
            repository.FormatOf(to.Image).Make(to.File, (to.Image.VirtualSize + SectorBytes - 1) / SectorBytes * SectorBytes);
        }
        else if (!repository.IsZeroed)
        {
            ImageCopy.Zero(to.File, 0, Posix.Length(to.File), cancelled);
        }
    }

    private async Task FillAsync(Side from, Side to, bool isConverted, IProgress<double> progress, CancellationToken cancelled)
    {
        var written = File.GetLastWriteTimeUtc(from.File);
        var repository = storage.Connections.Of(to.Image.Sr);
        var format = repository.FormatOf(to.Image);
        if (isConverted)
        {
            await Task.Run(() => Empty(repository, to, cancelled), cancelled).ConfigureAwait(false);
            await QemuImage.ConvertAsync(storage.PathOf(from.Image), storage.FormatOf(from.Image), storage.PathOf(to.Image), format.Name, cancelled).ConfigureAwait(false);
        }
        else
        {
            var target = new CopyTarget(to.File, repository.MakesDevices, repository.IsZeroed);
            await ImageCopy.RunAsync(from.File, target, Posix.Length(from.File), progress, cancelled).ConfigureAwait(false);
        }

        if (File.GetLastWriteTimeUtc(from.File) != written)
        {
            // Somebody came and went meanwhile: the copy is half of before and half of after.
            throw Errors.VdiInUse(from.Image.Id, "copy");
        }

        // The source may have been promised more than its file has by now.
        if (!to.Image.IsSaved)
        {
            format.Grow(to.File, to.Image.VirtualSize);
        }
    }

    private SafeFileHandle Opened(Vdi image)
    {
        var path = storage.PathOf(image);
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

    private readonly record struct Side(Vdi Image, SafeFileHandle File);
}
