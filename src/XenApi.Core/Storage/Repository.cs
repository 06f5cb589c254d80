using Microsoft.Win32.SafeHandles;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The directory of one SR, and the files in it: named by the UUID of their image, seen by nobody but us.</summary>
/// <param name="Sr">The SR.</param>
/// <param name="Directory">Its directory.</param>
/// <param name="Format">The format of its disk images.</param>
internal sealed record Repository(Ref<Sr> Sr, string Directory, ImageFormat Format)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int DiskFull = 28;
    private const int QuotaExceeded = 122;

    /// <summary>The format of an image of ours: what a hypervisor saves is a plain file wherever it is kept.</summary>
    public ImageFormat FormatOf(Vdi image) => image.IsSaved ? ImageFormat.Raw : Format;

    /// <summary>The file of an image of ours.</summary>
    public string PathOf(Vdi image) => Path.Combine(Directory, image.Id + FormatOf(image).Suffix);

    /// <summary>The identity of the image whose file bears the name; null where the file is certainly none of ours.</summary>
    public static Guid? Owner(string fileName) =>
        ImageFormat.All.Any(format => fileName.EndsWith(format.Suffix, StringComparison.Ordinal))
        && Guid.TryParseExact(Path.GetFileNameWithoutExtension(fileName), "D", out var id)
        && fileName.StartsWith(id.ToString(), StringComparison.Ordinal)
            ? id
            : null;

    /// <summary>Whether a connection leads to the directory: it names that, or nothing.</summary>
    public bool IsReachedBy(Pbd connection) => connection.Sr == Sr && connection.DeviceConfig.GetOr("location", Directory) == Directory;

    /// <summary>Makes a directory where it is missing.</summary>
    public static void MakeDirectory(string path) => System.IO.Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);

    /// <summary>
    /// Makes the file of a new image, whole and on the disk, or no file at all.
    /// </summary>
    public async Task MakeAsync(Vdi image, Func<SafeFileHandle, Task> fill)
    {
        var path = PathOf(image);
        FileStream file;
        try
        {
            file = new(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0, UnixCreateMode = OwnerOnly,
            });
        }
        catch (IOException) when (File.Exists(path))
        {
            throw Errors.ValueNotSupported("uuid", image.Id.ToString(), "another VDI has it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Told(e, image);
        }

        try
        {
            await using (file.ConfigureAwait(false))
            {
                await fill(file.SafeFileHandle).ConfigureAwait(false);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            Posix.FlushDirectory(Directory);
        }
        catch (Exception e)
        {
            File.Delete(path);
            if (e is IOException)
            {
                throw Told(e, image);
            }

            throw;
        }
    }

    /// <summary>Lets the file of an image be as large as the image is; false where it is already.</summary>
    public bool Grow(Vdi image)
    {
        try
        {
            using var file = File.OpenHandle(PathOf(image), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (!FormatOf(image).Grow(file, image.VirtualSize))
            {
                return false;
            }

            RandomAccess.FlushToDisk(file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Told(e, image);
        }
    }

    private ApiError Told(Exception e, Vdi image) => e.HResult is DiskFull or QuotaExceeded
        ? Errors.SrFull(image.VirtualSize, Math.Max(0, new DriveInfo(Directory).AvailableFreeSpace), e)
        : Errors.InternalError("The file of the image could not be written; the server's log has more.", e);
}
