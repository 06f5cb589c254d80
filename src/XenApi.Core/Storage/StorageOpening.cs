using Hypervisor.Native;
using Microsoft.Extensions.Logging;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>
/// The start of the storage: the SRs that clients look up are there, hosts are connected to them, and objects and files
/// are in step.
/// </summary>
internal sealed partial class StorageOpening(Engine engine, string stateDirectory, ILogger log)
{
    // Clients of the time look for these names and types.
    private static readonly Kind[] Kinds =
    [
        new("local", "Local", "Disk images in sparse files of this host.", "images", ImageFormat.Raw),
        new("qcow_file", "QCoW", "Disk images in qcow2 files of this host.", "qcow", ImageFormat.Qcow2),
    ];

    /// <summary>The types of SR that there are.</summary>
    public static Set<string> Types { get; } = Set.Of(Kinds.Select(kind => kind.Type));

    /// <summary>Does it all; the first of the repositories is the one that is taken where a client names none.</summary>
    public async Task<IReadOnlyList<Repository>> RunAsync()
    {
        var isNew = !engine.Store.Current.All<Sr>().Any();
        var directories = Kinds.Select(Prepared).ToList();
        var repositories = await engine.Store.CommitAsync(changes =>
        {
            var made = Kinds.Zip(directories, (kind, d) => new Repository(Present(changes, kind, d.SizeBytes), d.Directory, kind.Format)).ToList();
            made.ForEach(repository => Connect(changes, repository));
            SetDefaults(changes, made[0].Sr);
            made.ForEach(repository => Forget(changes, repository));
            return made;
        }).ConfigureAwait(false);

        // A state that was lost may come back from a copy: its images are not thrown away before that.
        var looks = repositories.Select(repository => Look(repository, engine.Store.Current, removes: !isNew)).ToList();
        await engine.Store.CommitAsync(changes =>
        {
            foreach (var (repository, usedBytes) in repositories.Zip(looks))
            {
                Count(changes, repository, usedBytes);
            }
        }).ConfigureAwait(false);
        return repositories;
    }

    private static void Count(Changes changes, Repository repository, Dictionary<Guid, long> usedBytes)
    {
        var (promised, used) = (0L, 0L);
        foreach (var image in changes.Get(repository.Sr).Vdis.Select(changes.Get).Where(image => image.IsOurs))
        {
            promised += image.VirtualSize;
            used += usedBytes.GetValueOrDefault(image.Id);
            changes.PutQuietly(image with { PhysicalUtilisation = usedBytes.GetValueOrDefault(image.Id) });
        }

        changes.PutQuietly(changes.Get(repository.Sr) with { VirtualAllocation = promised, PhysicalUtilisation = used });
    }

    private (string Directory, long SizeBytes) Prepared(Kind kind)
    {
        var directory = Path.Combine(stateDirectory, kind.Folder);
        Repository.MakeDirectory(directory);
        return (directory, engine.Setup.StorageBytes ?? new DriveInfo(directory).TotalSize);
    }

    private Ref<Sr> Present(Changes changes, Kind kind, long sizeBytes)
    {
        var known = changes.All<Sr>().FirstOrDefault(sr => sr.Type == kind.Type) ?? new Sr
        {
            Id = NamedUuid.Of(engine.ThisHost.Id!.Value, $"sr {kind.Type}"),
            NameLabel = kind.Name,
            NameDescription = kind.Description,
            Type = kind.Type,
        };
        changes.Put(known with { PhysicalSize = sizeBytes });
        return new(known.Id);
    }

    private void Connect(Changes changes, Repository repository)
    {
        foreach (var connection in changes.Get(repository.Sr).Pbds.Select(changes.Get))
        {
            var isReached = engine.Hosts.All.Any(place => place.Host == connection.Host) && repository.IsReachedBy(connection);
            changes.Put(connection with { CurrentlyAttached = isReached });
        }

        foreach (var place in engine.Hosts.All)
        {
            changes.Put(new Pbd
            {
                Id = NamedUuid.Of(repository.Sr.Id!.Value, $"pbd {place.Host}"),
                Host = place.Host,
                Sr = repository.Sr,
                DeviceConfig = Map.Of(("location", repository.Directory)),
                CurrentlyAttached = true,
            });
        }
    }

    private void SetDefaults(Changes changes, Ref<Sr> local)
    {
        foreach (var host in engine.Hosts.All.Select(place => changes.Get(place.Host)))
        {
            changes.Put(host with
            {
                SuspendImageSr = host.SuspendImageSr.IsNull ? local : host.SuspendImageSr,
                CrashDumpSr = host.CrashDumpSr.IsNull ? local : host.CrashDumpSr,
            });
        }
    }

    // The server may have died between the making of an image and the word of the machine that it is its memory, or
    // between the last word of the machine and the removal of the image. The file goes when files are looked at.
    private void Forget(Changes changes, Repository repository)
    {
        foreach (var image in changes.Get(repository.Sr).Vdis.Select(changes.Get).Where(image => image is { IsMemory: true, Referrers: 0 }).ToList())
        {
            changes.Delete(new Ref<Vdi>(image.Id));
            LogForgotten(image.NameLabel, image.Id);
        }
    }

    // What each image takes up, by its identity; a file that was not found takes nothing.
    private Dictionary<Guid, long> Look(Repository repository, Snapshot snapshot, bool removes)
    {
        var usedBytes = new Dictionary<Guid, long>();
        foreach (var path in Directory.EnumerateFiles(repository.Directory))
        {
            if (Repository.Owner(Path.GetFileName(path)) is not { } id)
            {
                continue;
            }

            if (snapshot.Find(new Ref<Vdi>(id)) is { IsOurs: true } image && image.Sr == repository.Sr && repository.PathOf(image) == path)
            {
                usedBytes[id] = InStep(repository, image, path);
            }
            else if (removes)
            {
                File.Delete(path);
                LogRemoved(path);
            }
            else
            {
                LogUnknown(path);
            }
        }

        foreach (var image in snapshot.Get(repository.Sr).Vdis.Select(snapshot.Get))
        {
            if (image.IsOurs && !usedBytes.ContainsKey(image.Id))
            {
                LogMissing(image.NameLabel, repository.PathOf(image));
            }
        }

        return usedBytes;
    }

    private long InStep(Repository repository, Vdi image, string path)
    {
        if (Posix.Measure(path) is not var (lengthBytes, usedBytes))
        {
            return 0;
        }

        var mayBeShort = !image.IsSaved
            && (repository.FormatOf(image) != ImageFormat.Raw || lengthBytes < image.VirtualSize);
        try
        {
            if (mayBeShort && repository.Grow(image))
            {
                LogGrown(path, image.VirtualSize);
            }
        }
        catch (ApiError e)
        {
            LogDamaged(image.NameLabel, path, e);
        }

        return usedBytes;
    }

    [LoggerMessage(61, LogLevel.Information, "Removed {Path}: no image has it. It was left by a crash or a failed removal.")]
    private partial void LogRemoved(string path);

    [LoggerMessage(62, LogLevel.Warning, "{Path} looks like one of our images, but this new state knows none of that name; it is left alone until the next start.")]
    private partial void LogUnknown(string path);

    [LoggerMessage(63, LogLevel.Error, "The file of image {Name} is missing: {Path}. Bring it back, or destroy the VDI.")]
    private partial void LogMissing(string name, string path);

    [LoggerMessage(64, LogLevel.Information, "{Path} has its {VirtualSizeBytes} bytes now; a crash had cut that short.")]
    private partial void LogGrown(string path, long virtualSizeBytes);

    [LoggerMessage(65, LogLevel.Error, "The file of image {Name} could not be brought to its size: {Path}.")]
    private partial void LogDamaged(string name, string path, Exception cause);

    [LoggerMessage(66, LogLevel.Information, "Image {Name} ({Vdi}) is removed: it was made for the memory of a machine, and no machine has it.")]
    private partial void LogForgotten(string name, Guid vdi);

    private sealed record Kind(string Type, string Name, string Description, string Folder, ImageFormat Format);
}
