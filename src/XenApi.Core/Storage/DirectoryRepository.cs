using Microsoft.Win32.SafeHandles;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>A directory of ours, and the files in it: named by the UUID of their image, seen by nobody but us.</summary>
/// <param name="sr">The SR.</param>
/// <param name="directory">Its directory.</param>
/// <param name="format">The format of its disk images that ask for none.</param>
/// <param name="sizeBytes">How much it may promise; null for the size of the file system.</param>
internal sealed class DirectoryRepository(Ref<Sr> sr, string directory, ImageFormat format, long? sizeBytes = null) : Repository(sr)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int DiskFull = 28;
    private const int QuotaExceeded = 122;

    private readonly ImageBases bases = new(directory);

    public override string Place => directory;

    public override long BaseBytes => bases.UsedBytes;

    /// <summary>The identity of the image whose file bears the name; null where the file is certainly none of ours.</summary>
    public static Guid? Owner(string fileName) =>
        ImageFormat.All.Any(format => fileName.EndsWith(format.Suffix, StringComparison.Ordinal))
        && Guid.TryParseExact(Path.GetFileNameWithoutExtension(fileName), "D", out var id)
        && fileName.StartsWith(id.ToString(), StringComparison.Ordinal)
            ? id
            : null;

    /// <summary>Makes a directory where it is missing.</summary>
    public static void MakeDirectory(string path) => Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);

    /// <summary>Reads what is there already, before anything is made or removed.</summary>
    public async Task<Repository> OpenedAsync()
    {
        await bases.ReadAsync().ConfigureAwait(false);
        return this;
    }

    public override Task<long> SizeBytesAsync() => Task.FromResult(sizeBytes ?? new DriveInfo(directory).TotalSize);

    // What a hypervisor saves is a plain file wherever it is kept.
    public override ImageFormat FormatOf(Vdi image) => image.IsSaved ? ImageFormat.Raw : ImageFormat.Named(image.Format) ?? format;

    public override string PathOf(Vdi image) => Path.Combine(directory, image.Id + FormatOf(image).Suffix);

    public override bool Holds(string path) => path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal);

    // What an SR makes by itself may be set anew; an image stays in the format that it was made in.
    public override Vdi Fitted(Vdi image)
    {
        var known = image.AskedFormat is not { } asked
            ? FormatOf(image)
            : ImageFormat.Named(asked) ?? throw Errors.ValueNotSupported(
                "VDI.other_config format", Collections.Shortened(asked), $"must be {string.Join(" or ", ImageFormat.All.Select(one => one.Name))}");
        return image.IsSaved ? image : image with { Format = known.Name };
    }

    public override async Task MakeAsync(Vdi image, Func<SafeFileHandle, Task> fill)
    {
        var path = PathOf(image);
        FileStream file;
        try
        {
            file = new(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0, UnixCreateMode = OwnerOnly,
            });
        }
        catch (IOException) when (File.Exists(path))
        {
            throw Errors.ValueNotSupported("uuid", image.Id.ToString(), "another VDI has it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Told(e, image);
        }

        try
        {
            await using (file.ConfigureAwait(false))
            {
                await fill(file.SafeFileHandle).ConfigureAwait(false);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            Posix.FlushDirectory(directory);
            if (FormatOf(image) == ImageFormat.Qcow2)
            {
                await bases.NoteAsync(Path.GetFileName(path)).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            await bases.RemoveAsync(Path.GetFileName(path)).ConfigureAwait(false);
            if (e is IOException)
            {
                throw Told(e, image);
            }

            throw;
        }
    }

    public override Task MakeEmptyAsync(Vdi image, CancellationToken cancelled) => Task.Run(
        () => MakeAsync(image, file =>
        {
            FormatOf(image).Make(file, image.VirtualSize);
            return Task.CompletedTask;
        }),
        cancelled);

    public override Task CheckAsync(Vdi image) => FormatOf(image) == ImageFormat.Qcow2 ? bases.CheckAsync(Path.GetFileName(PathOf(image))) : Task.CompletedTask;

    public override async Task<bool> TryCloneAsync(Vdi original, Vdi image, long spareBytes, CancellationToken cancelled)
    {
        if (FormatOf(original) != ImageFormat.Qcow2)
        {
            return false;
        }

        try
        {
            return await bases.TryCloneAsync(Path.GetFileName(PathOf(original)), Path.GetFileName(PathOf(image)), image.VirtualSize, spareBytes, cancelled).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            throw Errors.HandleInvalid(Vdi.Descriptor.Name, original.Id.ToString());
        }
        catch (IOException e) when (e.HResult == Posix.Busy)
        {
            throw Errors.VdiInUse(original.Id, "copy");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Told(e, image);
        }
    }

    public override Task<bool> GrowAsync(Vdi image) => bases.InTurnAsync(() =>
    {
        try
        {
            using var file = File.OpenHandle(PathOf(image), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (!FormatOf(image).Grow(file, image.VirtualSize))
            {
                return false;
            }

            RandomAccess.FlushToDisk(file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Told(e, image);
        }
    });

    public override Task RemoveAsync(string path) => bases.RemoveAsync(Path.GetFileName(path));

    public override Task<IReadOnlyList<string>> SweepAsync() => bases.SweepAsync();

    public override Task<long?> UsedBytesAsync(Vdi image) => Task.FromResult(Posix.Measure(PathOf(image))?.UsedBytes);

    public override async Task<IReadOnlyList<FoundImage>> LookAsync()
    {
        var faults = await bases.ReadAsync().ConfigureAwait(false);
        return await Task.Run(() => Found(faults)).ConfigureAwait(false);
    }

    public override long VirtualSizeBytes(FoundImage found)
    {
        using var file = File.OpenHandle(found.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return ImageFormat.OfFile(found.Path)!.VirtualSizeBytes(file);
    }

    private List<FoundImage> Found(IReadOnlyDictionary<string, string> faults)
    {
        var found = new List<FoundImage>();
        foreach (var path in Directory.EnumerateFiles(directory))
        {
            if (Owner(Path.GetFileName(path)) is { } id && Posix.Measure(path) is var (lengthBytes, usedBytes))
            {
                found.Add(new(id, path, lengthBytes, usedBytes, Fault: faults.GetValueOrDefault(Path.GetFileName(path))));
            }
        }

        return found;
    }

    private ApiError Told(Exception e, Vdi image) => e.HResult is DiskFull or QuotaExceeded
        ? Errors.SrFull(image.VirtualSize, Math.Max(0, new DriveInfo(directory).AvailableFreeSpace), e)
        : Errors.InternalError("The file of the image could not be written; the server's log has more.", e);
}
