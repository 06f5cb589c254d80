using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The disk images on this host: the files behind the objects.</summary>
internal sealed class StorageRoom(Engine engine)
{
    /// <summary>Makes sure of the storage that is always there, and clears away files that no image has.</summary>
    public Task OpenAsync() => throw new NotSupportedException($"{engine}");

    /// <summary>The path on the host of what is behind an image.</summary>
    public string PathOf(Vdi image) => throw new NotSupportedException($"{image}");

    /// <summary>The format of what is behind an image: raw or qcow.</summary>
    public string FormatOf(Vdi image) => throw new NotSupportedException($"{image}");

    /// <summary>Makes the file of a new image and then the object; an error where the storage is full.</summary>
    public Task<Ref<Vdi>> CreateAsync(Vdi image, CancellationToken cancelled) => throw new NotSupportedException($"{image} {cancelled}");

    /// <summary>Makes a copy of an image, in the same place.</summary>
    public Task<Ref<Vdi>> CopyAsync(Ref<Vdi> source, string nameLabel, IProgress<double> progress, CancellationToken cancelled) =>
        throw new NotSupportedException($"{source} {nameLabel} {progress} {cancelled}");

    /// <summary>Removes an image that nothing refers to: the object, then its file.</summary>
    public Task DestroyAsync(Ref<Vdi> image) => throw new NotSupportedException($"{image}");

    /// <summary>Where the memory of suspended machines of a host goes.</summary>
    public Ref<Sr> SuspendSr(Snapshot snapshot, Ref<Host> host) => throw new NotSupportedException($"{snapshot} {host}");

    /// <summary>Where the memory of crashed machines of a host goes.</summary>
    public Ref<Sr> CrashDumpSr(Snapshot snapshot, Ref<Host> host) => throw new NotSupportedException($"{snapshot} {host}");

    /// <summary>Reads again how much an image takes up: its file was written to.</summary>
    public Task MeasureAsync(Ref<Vdi> image) => throw new NotSupportedException($"{image}");
}
