using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>A type whose one SR is always there, in the server's own state: clients of the time look for its name and its type.</summary>
/// <param name="name">The name of the type.</param>
/// <param name="label">The name of the SR.</param>
/// <param name="description">What is said of it.</param>
/// <param name="directory">Its directory.</param>
/// <param name="format">The format of its images.</param>
/// <param name="sizeBytes">How much it may promise; null for the size of the file system.</param>
internal sealed class ClassicType(string name, string label, string description, string directory, ImageFormat format, long? sizeBytes) : StorageType
{
    public override string Name => name;

    /// <summary>Its directory.</summary>
    public string Directory => directory;

    /// <summary>The SR as it is at first.</summary>
    public Sr First(Guid id) => new() { Id = id, NameLabel = label, NameDescription = description, Type = name };

    /// <summary>Whether a connection leads to the directory: it names that, or nothing.</summary>
    public bool IsReachedBy(Pbd connection) => connection.DeviceConfig.GetOr("location", directory) == directory;

    public override void Check(StoragePlace place)
    {
        if (place.Config.GetOr("location", directory) != directory)
        {
            throw Errors.ValueNotSupported("device_config location", Collections.Shortened(place.Config["location"]), $"the SR of type {name} is in {directory}; use type file for other directories");
        }
    }

    public override Task MakeAsync(StoragePlace place, CancellationToken cancelled) =>
        throw Errors.ValueNotSupported("type", name, "its one SR is always there; use type file for another directory");

    public override Task<Repository> OpenAsync(StoragePlace place, CancellationToken cancelled)
    {
        DirectoryRepository.MakeDirectory(directory);
        return new DirectoryRepository(place.Sr, directory, format, sizeBytes).OpenedAsync();
    }

    public override Task RemoveAsync(StoragePlace place, CancellationToken cancelled) => throw Errors.SrIndestructible(place.Sr);
}
