using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>
/// Files in a directory of a client's choice (device_config <c>location</c>). They lie in a directory of their own within, named by the UUID
/// of the SR: so nothing else that is there can be taken for ours.
/// </summary>
/// <param name="stateDirectory">The server's own state, which no SR may lie in.</param>
/// <param name="sizeBytes">How much each may promise; null for the size of the file system.</param>
internal sealed class FileType(string stateDirectory, long? sizeBytes) : StorageType
{
    public override string Name => "file";

    public override void Check(StoragePlace place)
    {
        var location = PathIn(place, "location");
        FormatOf(place);
        if (location == stateDirectory || location.StartsWith(stateDirectory + "/", StringComparison.Ordinal))
        {
            throw Errors.ValueNotSupported("device_config location", Collections.Shortened(location), "is within the server's own state; choose a directory elsewhere");
        }

        if (!Directory.Exists(location))
        {
            throw Errors.ValueNotSupported("device_config location", Collections.Shortened(location), "there is no such directory; make it, or mount what should be there");
        }
    }

    public override Task MakeAsync(StoragePlace place, CancellationToken cancelled) => Task.Run(
        () =>
        {
            var directory = DirectoryOf(place);
            try
            {
                DirectoryRepository.MakeDirectory(directory);
                Posix.FlushDirectory(Path.GetDirectoryName(directory)!);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Errors.SrBackendFailure($"The directory {directory} could not be made: {e.Message}", e);
            }
        },
        cancelled);

    public override Task<Repository> OpenAsync(StoragePlace place, CancellationToken cancelled)
    {
        var directory = DirectoryOf(place);
        return Directory.Exists(directory)
            ? new DirectoryRepository(place.Sr, directory, FormatOf(place), sizeBytes).OpenedAsync()
            : throw Errors.SrBackendFailure($"There is no directory {directory}; mount or bring back what should be there, and plug the PBD again.");
    }

    public override Task RemoveAsync(StoragePlace place, CancellationToken cancelled)
    {
        // Not what is in it: whatever that is, it is no image of ours.
        Directory.Delete(DirectoryOf(place));
        return Task.CompletedTask;
    }

    private static string DirectoryOf(StoragePlace place) => Path.Combine(PathIn(place, "location"), place.Name);
}
