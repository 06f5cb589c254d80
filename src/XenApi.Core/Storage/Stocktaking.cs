using Microsoft.Extensions.Logging;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>Brings the objects of one SR and what is behind them in step, and counts.</summary>
internal sealed partial class Stocktaking(Engine engine, ILogger log)
{
    /// <summary>Does it.</summary>
    /// <param name="repository">What is behind the SR.</param>
    /// <param name="clears">
    /// Whether what a crash has left is removed: only at the first look of this process, when nothing is being made; and not where the state
    /// is new, because one that was lost may come back from a copy.
    /// </param>
    public async Task RunAsync(Repository repository, bool clears)
    {
        if (clears)
        {
            await engine.Store.CommitAsync(changes => Forget(changes, repository.Sr)).ConfigureAwait(false);
        }

        var sizeBytes = await repository.SizeBytesAsync().ConfigureAwait(false);
        var shown = repository.Shown();
        var found = await repository.LookAsync().ConfigureAwait(false);
        var usedBytes = await CompareAsync(repository, found, clears).ConfigureAwait(false);
        var isIntroduced = engine.Store.Current.Get(repository.Sr).IsIntroduced;
        if (clears && !isIntroduced)
        {
            foreach (var path in await repository.SweepAsync().ConfigureAwait(false))
            {
                LogRemoved(path);
            }
        }

        var baseBytes = repository.BaseBytes;
        var adopted = isIntroduced ? Adopted(repository, found) : [];
        await engine.Store.CommitAsync(changes =>
        {
            var sr = changes.Get(repository.Sr);
            changes.Put(sr with { PhysicalSize = sizeBytes, IsIntroduced = false });
            foreach (var image in adopted.Where(image => changes.Find(new Ref<Vdi>(image.Id)) is null))
            {
                changes.Put(image);
            }

            Show(changes, repository.Sr, shown);
            Count(changes, repository.Sr, usedBytes, baseBytes, isSure: clears);
        }).ConfigureAwait(false);
    }

    private static void Count(Changes changes, Ref<Sr> sr, Dictionary<Guid, long> usedBytes, long baseBytes, bool isSure)
    {
        var (promised, used) = (0L, 0L);
        foreach (var image in changes.Get(sr).Vdis.Select(changes.Get).Where(image => image.IsOurs))
        {
            // An image that was made meanwhile was not looked at yet.
            var takes = usedBytes.GetValueOrDefault(image.Id, isSure ? 0 : image.PhysicalUtilisation);
            promised += image.VirtualSize;
            used += takes;
            changes.PutQuietly(image with { PhysicalUtilisation = takes });
        }

        changes.PutQuietly(changes.Get(sr) with { VirtualAllocation = promised, PhysicalUtilisation = used + baseBytes, BaseBytes = baseBytes });
    }

    // The server may have died between the making of an image and the word of the machine that it has it, or between
    // the last word of the machine and the removal of the image. What is behind it goes when that is looked at.
    private void Forget(Changes changes, Ref<Sr> sr)
    {
        foreach (var image in changes.Get(sr).Vdis.Select(changes.Get).Where(image => (image.IsMemory || image.IsPart) && image.Referrers == 0).ToList())
        {
            changes.Delete(new Ref<Vdi>(image.Id));
            LogForgotten(image.NameLabel, image.Id);
        }
    }

    private void Show(Changes changes, Ref<Sr> sr, IReadOnlyList<Vdi>? shown)
    {
        if (shown is null)
        {
            return;
        }

        foreach (var image in shown)
        {
            changes.Put(changes.Find(new Ref<Vdi>(image.Id)) is { } known
                ? known with { VirtualSize = image.VirtualSize, PhysicalUtilisation = image.PhysicalUtilisation }
                : image);
        }

        var present = shown.Select(image => image.Id).ToHashSet();
        foreach (var image in changes.Get(sr).Vdis.Select(changes.Get).Where(image => image.IsShown && !present.Contains(image.Id)).ToList())
        {
            if (image.Referrers == 0)
            {
                changes.Delete(new Ref<Vdi>(image.Id));
            }
            else
            {
                LogMissing(image.NameLabel, image.Location);
            }
        }
    }

    // What each image takes up, by its identity.
    private async Task<Dictionary<Guid, long>> CompareAsync(Repository repository, IReadOnlyList<FoundImage> found, bool clears)
    {
        var snapshot = engine.Store.Current;
        var isIntroduced = snapshot.Get(repository.Sr).IsIntroduced;
        var usedBytes = new Dictionary<Guid, long>();
        foreach (var one in found)
        {
            if (snapshot.Find(new Ref<Vdi>(one.Id)) is { IsOurs: true } image && image.Sr == repository.Sr && repository.PathOf(image) == one.Path)
            {
                usedBytes[one.Id] = one.UsedBytes;
                await FinishAsync(repository, image, one).ConfigureAwait(false);
            }
            else if (clears && !isIntroduced)
            {
                await repository.RemoveAsync(one.Path).ConfigureAwait(false);
                LogRemoved(one.Path);
            }
            else if (!isIntroduced && snapshot.Find(new Ref<Vdi>(one.Id)) is null && !clears)
            {
                LogUnknown(one.Path);
            }
        }

        foreach (var image in snapshot.Get(repository.Sr).Vdis.Select(snapshot.Get).Where(image => image.IsOurs && !usedBytes.ContainsKey(image.Id)))
        {
            LogMissing(image.NameLabel, repository.PathOf(image));
        }

        return usedBytes;
    }

    private async Task FinishAsync(Repository repository, Vdi image, FoundImage found)
    {
        if (found.Fault is { } fault)
        {
            LogFault(image.NameLabel, found.Path, fault);
            return;
        }

        var mayBeShort = !image.IsSaved && (found.IsUnfinished || repository.FormatOf(image) != ImageFormat.Raw || found.LengthBytes < image.VirtualSize);
        try
        {
            if (mayBeShort && await repository.GrowAsync(image).ConfigureAwait(false))
            {
                LogGrown(found.Path, image.VirtualSize);
            }
        }
        catch (ApiError e)
        {
            LogDamaged(image.NameLabel, found.Path, e);
        }
    }

    private List<Vdi> Adopted(Repository repository, IReadOnlyList<FoundImage> found)
    {
        var adopted = new List<Vdi>();
        foreach (var one in found)
        {
            if (one.Fault is { } fault)
            {
                LogFault(one.Id.ToString(), one.Path, fault);
                continue;
            }

            try
            {
                adopted.Add(new()
                {
                    Id = one.Id, NameLabel = one.Id.ToString(), Sr = repository.Sr, Type = VdiType.User, VirtualSize = repository.VirtualSizeBytes(one),
                    PhysicalUtilisation = one.UsedBytes, Format = ImageFormat.OfFile(one.Path)?.Name ?? "",
                });
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                LogDamaged(one.Id.ToString(), one.Path, e);
            }
        }

        return adopted;
    }

    [LoggerMessage(61, LogLevel.Information, "Removed {Path}: no image has it. It was left by a crash or a failed removal.")]
    private partial void LogRemoved(string path);

    [LoggerMessage(62, LogLevel.Warning, "{Path} looks like one of our images, but the state knows none of that name; it is left alone until the next start.")]
    private partial void LogUnknown(string path);

    [LoggerMessage(63, LogLevel.Error, "What is behind image {Name} is missing: {Path}. Bring it back, or destroy the VDI.")]
    private partial void LogMissing(string name, string path);

    [LoggerMessage(64, LogLevel.Information, "{Path} has its {VirtualSizeBytes} bytes now; a crash had cut that short.")]
    private partial void LogGrown(string path, long virtualSizeBytes);

    [LoggerMessage(65, LogLevel.Error, "What is behind image {Name} could not be brought to its size: {Path}.")]
    private partial void LogDamaged(string name, string path, Exception cause);

    [LoggerMessage(69, LogLevel.Error, "Image {Name} cannot be used: {Path}: {Fault}")]
    private partial void LogFault(string name, string path, string fault);

    [LoggerMessage(66, LogLevel.Information, "Image {Name} ({Vdi}) is removed: it was made for the memory or the copy of a machine, and no machine has it.")]
    private partial void LogForgotten(string name, Guid vdi);
}
