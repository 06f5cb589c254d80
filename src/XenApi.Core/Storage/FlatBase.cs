using XenApi.Core.Faults;

namespace XenApi.Core.Storage;

/// <summary>A base that stands on no other: all that an image and the bases below it have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Written">When the image was last written to before.</param>
internal sealed record FlatBase(string Name, DateTime Written)
{
    /// <summary>Makes one of an image; null where QEMU's tool cannot.</summary>
    public static async Task<FlatBase?> TryMakeAsync(BaseFiles files, string image, CancellationToken cancelled)
    {
        using var file = files.Opened(image);
        var flat = new FlatBase(BaseFiles.NewBase(), File.GetLastWriteTimeUtc(file));
        try
        {
            files.Write(flat.Name, made => ImageFormat.Qcow2.Make(made, ImageFormat.Qcow2.VirtualSizeBytes(file)));
            await QemuImage.ConvertAsync(files.PathOf(image), ImageFormat.Qcow2.Name, files.PathOf(flat.Name), ImageFormat.Qcow2.Name, cancelled).ConfigureAwait(false);
            await Task.Run(() => files.Flush(flat.Name), cancelled).ConfigureAwait(false);
            return flat;
        }
        catch (ApiError)
        {
            files.Delete(flat.Name);
            return null;
        }
        catch
        {
            files.Delete(flat.Name);
            throw;
        }
    }
}
