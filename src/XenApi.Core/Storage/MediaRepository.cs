using Microsoft.Win32.SafeHandles;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>A directory of media: each file *.iso is an image that was there before. None are made here, and none removed.</summary>
/// <param name="sr">The SR.</param>
/// <param name="directory">The directory.</param>
internal sealed class MediaRepository(Ref<Sr> sr, string directory) : Repository(sr)
{
    private const int MediaMost = 10_000;

    public override string Place => directory;

    public override Task<long> SizeBytesAsync() => Task.Run(() => new DriveInfo(directory).TotalSize);

    public override ImageFormat FormatOf(Vdi image) => ImageFormat.Raw;

    public override string PathOf(Vdi image) => throw Errors.SrOperationNotSupported(Sr);

    // Whoever may name a path may name one of these.
    public override bool Holds(string path) => false;

    public override Vdi Fitted(Vdi image) => throw Errors.SrOperationNotSupported(Sr);

    public override Task MakeAsync(Vdi image, Func<SafeFileHandle, Task> fill) => throw Errors.SrOperationNotSupported(Sr);

    public override Task MakeEmptyAsync(Vdi image, CancellationToken cancelled) => throw Errors.SrOperationNotSupported(Sr);

    public override Task<bool> GrowAsync(Vdi image) => throw Errors.SrOperationNotSupported(Sr);

    public override Task RemoveAsync(string path) => throw Errors.SrOperationNotSupported(Sr);

    public override Task<long?> UsedBytesAsync(Vdi image) => Task.FromResult<long?>(null);

    public override Task<IReadOnlyList<FoundImage>> LookAsync() => Task.FromResult<IReadOnlyList<FoundImage>>([]);

    public override IReadOnlyList<Vdi> Shown()
    {
        var media = new List<Vdi>();
        foreach (var path in Directory.EnumerateFiles(directory).Where(IsMedium).Order(StringComparer.Ordinal))
        {
            if (media.Count == MediaMost)
            {
                throw Errors.SrBackendFailure($"There are more than {MediaMost} media in {directory}; spread them over several directories.");
            }

            // A link may lead nowhere, or to what would keep whoever opens it waiting.
            if (Posix.IsFileOrDisk(path) && Posix.Measure(path) is var (lengthBytes, usedBytes))
            {
                media.Add(new()
                {
                    Id = Vdi.IdOfShown(Sr, path), NameLabel = Path.GetFileName(path), Sr = Sr, Type = VdiType.User, ReadOnly = true,
                    VirtualSize = lengthBytes, PhysicalUtilisation = usedBytes, OtherConfig = Map.Of(("location", path)),
                });
            }
        }

        return media;
    }

    private static bool IsMedium(string path) => path.EndsWith(".iso", StringComparison.OrdinalIgnoreCase) && !path.Any(char.IsControl);
}
