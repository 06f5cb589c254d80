using Microsoft.Win32.SafeHandles;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>
/// Logical volumes, named by the UUID of their image and tagged with that of the SR. In a group with a thin pool they come from that; else they are whole, and what they had before
/// is overwritten with zeros before anybody sees it.
/// </summary>
/// <param name="sr">The SR.</param>
/// <param name="group">The volume group.</param>
/// <param name="extentBytes">Sizes are multiples of that.</param>
/// <param name="pool">The thin pool; null where there is none.</param>
internal sealed class VolumeRepository(Ref<Sr> sr, VolumeGroup group, long extentBytes, string? pool) : Repository(sr)
{
    private const int DiskFull = 28;

    public override string Place => group.Name;

    public override bool IsZeroed => pool is not null;

    public override bool MakesDevices => true;

    /// <summary>The identity of the image whose device has the path; null where it is certainly none of ours.</summary>
    public static Guid? Owner(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) && Guid.TryParseExact(Path.GetFileName(path), "D", out var id) && path.EndsWith(id.ToString(), StringComparison.Ordinal) ? id : null;

    public override async Task<long> SizeBytesAsync()
    {
        var volumes = await group.VolumesAsync(default).ConfigureAwait(false);
        return pool is null
            ? (await group.ReadAsync(default).ConfigureAwait(false)).FreeBytes + volumes.Where(group.IsOurs).Sum(volume => volume.SizeBytes)
            : volumes.Where(volume => volume.Name == pool).Sum(volume => volume.SizeBytes);
    }

    public override ImageFormat FormatOf(Vdi image) => ImageFormat.Raw;

    public override string PathOf(Vdi image) => PathOf(image.Id.ToString());

    public override bool Holds(string path) => path.StartsWith($"/dev/{group.Name}/", StringComparison.Ordinal) && Owner(path) is not null;

    public override Vdi Fitted(Vdi image)
    {
        if (image.IsSaved)
        {
            // A hypervisor writes and moves files.
            throw Errors.SrOperationNotSupported(Sr);
        }

        if (image.IsOurs && image.AskedFormat is { } asked && asked != ImageFormat.Raw.Name)
        {
            throw Errors.ValueNotSupported("VDI.other_config format", Collections.Shortened(asked), "must be raw: a volume is a disk");
        }

        return image with { Format = ImageFormat.Raw.Name, VirtualSize = Math.Max(1, (image.VirtualSize + extentBytes - 1) / extentBytes) * extentBytes };
    }

    public override async Task MakeAsync(Vdi image, Func<SafeFileHandle, Task> fill)
    {
        var name = image.Id.ToString();
        await CreateAsync(image, default).ConfigureAwait(false);
        try
        {
            using var device = Opened(name);
            await fill(device).ConfigureAwait(false);
            RandomAccess.FlushToDisk(device);
        }
        catch (Exception e)
        {
            await group.RemoveAsync(name, default).ConfigureAwait(false);
            throw e is IOException or UnauthorizedAccessException ? Told(e, image) : e;
        }
    }

    public override Task MakeEmptyAsync(Vdi image, CancellationToken cancelled) => IsZeroed
        ? CreateAsync(image, cancelled)
        : MakeAsync(image, device => Task.Run(() => ImageCopy.Zero(device, 0, Posix.Length(device), cancelled), cancelled));

    public override async Task<bool> TryCloneAsync(Vdi original, Vdi image, long spareBytes, CancellationToken cancelled)
    {
        if (await FindAsync(original).ConfigureAwait(false) is not { Kind: Volume.Thin } volume)
        {
            return false;
        }

        await group.CloneAsync(volume.Name, image.Id.ToString(), cancelled).ConfigureAwait(false);
        if (volume.SizeBytes < image.VirtualSize)
        {
            await group.GrowAsync(image.Id.ToString(), image.VirtualSize, cancelled).ConfigureAwait(false);
        }

        return true;
    }

    public override async Task<bool> GrowAsync(Vdi image)
    {
        var volume = await FindAsync(image).ConfigureAwait(false) ?? throw Errors.InternalError($"The volume {PathOf(image)} is missing.");
        var from = volume.UnzeroedFrom ?? volume.SizeBytes;
        if (volume.SizeBytes >= image.VirtualSize && volume.UnzeroedFrom is null)
        {
            return false;
        }

        // What the volume gets may have been somebody else's, also for whoever comes after a crash of ours.
        var isZeroed = volume.Kind == Volume.Thin;
        if (!isZeroed && volume.UnzeroedFrom is null)
        {
            await group.MarkUnzeroedAsync(volume.Name, from, default).ConfigureAwait(false);
        }

        if (volume.SizeBytes < image.VirtualSize)
        {
            await group.GrowAsync(volume.Name, image.VirtualSize, default).ConfigureAwait(false);
        }

        if (!isZeroed)
        {
            await Task.Run(() => ZeroFrom(volume.Name, from, image)).ConfigureAwait(false);
            await group.UnmarkAsync(volume.Name, from, default).ConfigureAwait(false);
        }

        return true;
    }

    public override Task RemoveAsync(string path) => group.RemoveAsync(Path.GetFileName(path), default);

    public override async Task<long?> UsedBytesAsync(Vdi image) => (await FindAsync(image).ConfigureAwait(false))?.UsedBytes;

    public override async Task<IReadOnlyList<FoundImage>> LookAsync()
    {
        var found = new List<FoundImage>();
        foreach (var volume in (await group.VolumesAsync(default).ConfigureAwait(false)).Where(group.IsOurs))
        {
            if (Owner(PathOf(volume.Name)) is not { } id)
            {
                continue;
            }

            if (volume.IsInactive)
            {
                await group.ActivateAsync(volume.Name, default).ConfigureAwait(false);
            }

            found.Add(new(id, PathOf(volume.Name), volume.SizeBytes, volume.UsedBytes, volume.UnzeroedFrom is not null));
        }

        return found;
    }

    private string PathOf(string volume) => $"/dev/{group.Name}/{volume}";

    private SafeFileHandle Opened(string volume) => File.OpenHandle(PathOf(volume), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

    private async Task<Volume?> FindAsync(Vdi image) =>
        (await group.VolumesAsync(default).ConfigureAwait(false)).FirstOrDefault(volume => volume.Name == image.Id.ToString() && group.IsOurs(volume));

    private async Task CreateAsync(Vdi image, CancellationToken cancelled)
    {
        if (pool is null && await group.ReadAsync(cancelled).ConfigureAwait(false) is var facts && facts.FreeBytes < image.VirtualSize)
        {
            throw Errors.SrFull(image.VirtualSize, facts.FreeBytes);
        }

        await group.CreateAsync(image.Id.ToString(), image.VirtualSize, pool, cancelled).ConfigureAwait(false);
    }

    private void ZeroFrom(string volume, long from, Vdi image)
    {
        try
        {
            using var device = Opened(volume);
            ImageCopy.Zero(device, from, Posix.Length(device), default);
            RandomAccess.FlushToDisk(device);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Told(e, image);
        }
    }

    private static ApiError Told(Exception e, Vdi image) => e.HResult == DiskFull
        ? Errors.SrFull(image.VirtualSize, 0, e)
        : Errors.InternalError("The volume of the image could not be written; the server's log has more.", e);
}
