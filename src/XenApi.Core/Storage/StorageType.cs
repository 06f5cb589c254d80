using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>A type of SR: what its device_config says, and how its place is made, reached, left and removed.</summary>
internal abstract class StorageType
{
    private const int PathMost = 1024;

    /// <summary>The name of the type.</summary>
    public abstract string Name { get; }

    /// <summary>Checks what a client says of the place, before anything is touched.</summary>
    public abstract void Check(StoragePlace place);

    /// <summary>Makes the place of a new SR, and nothing that is there already.</summary>
    public abstract Task MakeAsync(StoragePlace place, CancellationToken cancelled);

    /// <summary>Reaches the place: what has to be mounted or activated is.</summary>
    public abstract Task<Repository> OpenAsync(StoragePlace place, CancellationToken cancelled);

    /// <summary>Leaves the place: what opening has mounted is unmounted.</summary>
    public virtual Task CloseAsync(StoragePlace place, CancellationToken cancelled) => Task.CompletedTask;

    /// <summary>Leaves the places that a crash has left reached: those of no SR that is connected.</summary>
    /// <param name="connected">The names of the places that are.</param>
    /// <param name="cancelled">Set when the server stops.</param>
    public virtual Task SweepAsync(IReadOnlySet<string> connected, CancellationToken cancelled) => Task.CompletedTask;

    /// <summary>Removes what <see cref="MakeAsync"/> made, if nothing is in it.</summary>
    public abstract Task RemoveAsync(StoragePlace place, CancellationToken cancelled);

    /// <summary>The format that an SR of files has its images in.</summary>
    protected static ImageFormat FormatOf(StoragePlace place) => place.SmConfig.GetOr("format", ImageFormat.Raw.Name) switch
    {
        var name when ImageFormat.Named(name) is { } known => known,
        var name => throw Errors.ValueNotSupported("sm_config format", Collections.Shortened(name), $"must be {string.Join(" or ", ImageFormat.All.Select(one => one.Name))}"),
    };

    /// <summary>An absolute path out of a device_config.</summary>
    protected static string PathIn(StoragePlace place, string key)
    {
        var path = place.Config.GetOr(key, "");
        if (path.StartsWith('/') && path.Length <= PathMost && !path.Any(char.IsControl) && !path.Split('/').Any(part => part is "." or ".."))
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        }

        throw Errors.ValueNotSupported(
            $"device_config {key}", Collections.Shortened(path), $"must be an absolute path of at most {PathMost} characters, without control characters and parts . or ..");
    }
}
