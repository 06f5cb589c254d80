using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>A directory of somebody else's (device_config <c>location</c>) whose files *.iso are shown as images that are only read.</summary>
internal sealed class IsoType : StorageType
{
    public override string Name => "iso";

    public override void Check(StoragePlace place)
    {
        var location = PathIn(place, "location");
        if (!Directory.Exists(location))
        {
            throw Errors.ValueNotSupported("device_config location", Collections.Shortened(location), "there is no such directory; make it, or mount what should be there");
        }
    }

    public override Task MakeAsync(StoragePlace place, CancellationToken cancelled) => Task.CompletedTask;

    public override Task<Repository> OpenAsync(StoragePlace place, CancellationToken cancelled) => Task.FromResult<Repository>(new MediaRepository(place.Sr, PathIn(place, "location")));

    public override Task RemoveAsync(StoragePlace place, CancellationToken cancelled) => Task.CompletedTask;
}
