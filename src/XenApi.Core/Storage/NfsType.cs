using System.Text.RegularExpressions;
using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>
/// Files on an NFS server (device_config <c>server</c> and <c>serverpath</c>, and <c>options</c> of mount where wanted). It is mounted in the server's state while the host is
/// connected, also while no server of ours runs: machines may have images there. The images lie in a directory of their own within, named by the UUID of the SR.
/// </summary>
/// <param name="stateDirectory">The server's own state.</param>
/// <param name="sizeBytes">How much each may promise; null for the size of the file system.</param>
internal sealed partial class NfsType(string stateDirectory, long? sizeBytes) : StorageType
{
    private static readonly HostCommand Mount = new("mount", "mount");
    private static readonly HostCommand Unmount = new("umount", "mount");

    private readonly string mounts = Path.Combine(stateDirectory, "sr-mount");

    public override string Name => "nfs";

    public override void Check(StoragePlace place)
    {
        FormatOf(place);
        PathIn(place, "serverpath");
        Check(place, "server", Server(), "must be the name or address of an NFS server");
        Check(place, "options", Options(), "must be options of mount(8) with commas between");
    }

    public override async Task MakeAsync(StoragePlace place, CancellationToken cancelled)
    {
        await ReachAsync(place, cancelled).ConfigureAwait(false);
        try
        {
            DirectoryRepository.MakeDirectory(DirectoryOf(place));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await CloseAsync(place, cancelled).ConfigureAwait(false);
            throw Errors.SrBackendFailure($"The NFS server lets this host make no directory in {SourceOf(place)}: {e.Message} (its export may need no_root_squash and rw)", e);
        }
    }

    public override async Task<Repository> OpenAsync(StoragePlace place, CancellationToken cancelled)
    {
        await ReachAsync(place, cancelled).ConfigureAwait(false);
        if (Directory.Exists(DirectoryOf(place)))
        {
            return await new DirectoryRepository(place.Sr, DirectoryOf(place), FormatOf(place), sizeBytes).OpenedAsync().ConfigureAwait(false);
        }

        await CloseAsync(place, cancelled).ConfigureAwait(false);
        throw Errors.SrBackendFailure($"There is no directory {place.Name} in {SourceOf(place)}: no images of this SR are there.");
    }

    public override Task CloseAsync(StoragePlace place, CancellationToken cancelled) => LeaveAsync(MountOf(place), cancelled);

    public override async Task RemoveAsync(StoragePlace place, CancellationToken cancelled)
    {
        await ReachAsync(place, cancelled).ConfigureAwait(false);
        try
        {
            // Not what is in it: whatever that is, it is no image of ours.
            Directory.Delete(DirectoryOf(place));
        }
        finally
        {
            await CloseAsync(place, cancelled).ConfigureAwait(false);
        }
    }

    public override async Task SweepAsync(IReadOnlySet<string> connected, CancellationToken cancelled)
    {
        foreach (var left in Directory.Exists(mounts) ? Directory.GetDirectories(mounts) : [])
        {
            if (Guid.TryParseExact(Path.GetFileName(left), "D", out _) && !connected.Contains(Path.GetFileName(left)))
            {
                await LeaveAsync(left, cancelled).ConfigureAwait(false);
            }
        }
    }

    // What the server says is data: nothing of it runs, and nothing of it is a device here. A server that is not there is told at once.
    internal static string[] MountArguments(StoragePlace place, string at) =>
        ["-t", "nfs", "-o", string.Join(',', new[] { "nosuid,nodev,noexec,retry=0", place.Config.GetOr("options", "") }.Where(some => some.Length > 0)), SourceOf(place), at];

    private static string SourceOf(StoragePlace place)
    {
        var (server, path) = (place.Config.GetOr("server", ""), PathIn(place, "serverpath"));
        return server.Contains(':', StringComparison.Ordinal) ? $"[{server}]:{path}" : $"{server}:{path}";
    }

    private static void Check(StoragePlace place, string key, Regex right, string reason)
    {
        var value = place.Config.GetOr(key, "");
        if (!right.IsMatch(value))
        {
            throw Errors.ValueNotSupported($"device_config {key}", Collections.Shortened(value), reason);
        }
    }

    private static async Task LeaveAsync(string at, CancellationToken cancelled)
    {
        if (MountTable.SourceAt(at) is not null)
        {
            await Unmount.RunAsync([at], cancelled).ConfigureAwait(false);
        }

        if (Directory.Exists(at))
        {
            Directory.Delete(at);
        }
    }

    private string MountOf(StoragePlace place) => Path.Combine(mounts, place.Name);

    private string DirectoryOf(StoragePlace place) => Path.Combine(MountOf(place), place.Name);

    private async Task ReachAsync(StoragePlace place, CancellationToken cancelled)
    {
        var (at, source) = (MountOf(place), SourceOf(place));
        switch (MountTable.SourceAt(at))
        {
            case { } present when present == source:
                return;
            case { } other:
                throw Errors.SrBackendFailure($"{other} is mounted at {at}, and not {source}; unmount it.");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            throw Errors.SrBackendFailure("Mounting takes root: run the server as root, or have the host mount it and make an SR of type file there.");
        }

        _ = new HostCommand("mount.nfs", "nfs-common").Path;
        DirectoryRepository.MakeDirectory(mounts);
        DirectoryRepository.MakeDirectory(at);
        try
        {
            await Mount.RunAsync(MountArguments(place, at), cancelled).ConfigureAwait(false);
        }
        catch
        {
            await LeaveAsync(at, default).ConfigureAwait(false);
            throw;
        }
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9.:_-]{0,252}\z")]
    private static partial Regex Server();

    [GeneratedRegex(@"\A([a-z0-9_]+(=[a-zA-Z0-9.:_-]+)?(,[a-z0-9_]+(=[a-zA-Z0-9.:_-]+)?){0,30})?\z")]
    private static partial Regex Options();
}
