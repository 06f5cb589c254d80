using Microsoft.Win32.SafeHandles;

namespace XenApi.Core.Storage;

/// <summary>The files of a directory of images that are no image of their own: what they are named, and what headers say that is believed.</summary>
/// <param name="directory">The directory.</param>
internal sealed class BaseFiles(string directory)
{
    private const int ChainMost = 64;
    private const string BaseSuffix = ".base";
    private const string NewSuffix = ".new";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Whether a name is one that a base has.</summary>
    public static bool IsBase(string name) => HasId(name, BaseSuffix);

    /// <summary>Whether a name is one that an overlay has before it takes that of its image.</summary>
    public static bool IsNewOverlay(string name) => HasId(name, NewSuffix);

    /// <summary>A name for a base.</summary>
    public static string NewBase() => Guid.NewGuid() + BaseSuffix;

    /// <summary>A name for an overlay before it takes that of its image.</summary>
    public static string NewOverlay() => Guid.NewGuid() + NewSuffix;

    /// <summary>The path of a file.</summary>
    public string PathOf(string name) => Path.Combine(directory, name);

    /// <summary>Opens a file to read; others may write to it, replace it and remove it.</summary>
    public SafeFileHandle Opened(string name) => File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>What a file takes up, in bytes; null where there is none.</summary>
    public long? UsedBytes(string name) => Posix.Measure(PathOf(name))?.UsedBytes;

    /// <summary>Writes a new file, whole and on the disk.</summary>
    public void Write(string name, Action<SafeFileHandle> fill)
    {
        using var file = new FileStream(PathOf(name), new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0, UnixCreateMode = OwnerOnly,
        });
        fill(file.SafeFileHandle);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    /// <summary>Waits until a file is on the disk.</summary>
    public void Flush(string name)
    {
        using var file = Opened(name);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Removes a file; one that is gone already is no error.</summary>
    public void Delete(string name) => File.Delete(PathOf(name));

    /// <summary>Whether nothing was ever written to an image; for certain only where that is so.</summary>
    public bool IsUnwritten(string name)
    {
        using var file = Opened(name);
        return ImageFormat.Qcow2.IsUnwritten(file);
    }

    /// <summary>The base that a file stands on; null for none. What a header says is believed only where it names what is ours.</summary>
    /// <exception cref="InvalidDataException">It names another file, or a base that is not there.</exception>
    public string? BaseOf(string name)
    {
        if (!Posix.IsPlainFile(PathOf(name)))
        {
            throw new FileNotFoundException($"There is no file {PathOf(name)}.");
        }

        using var file = Opened(name);
        var on = ImageFormat.Qcow2.BaseOf(file);
        return on is null || (IsBase(on) && Posix.IsPlainFile(PathOf(on))) ? on
            : throw new InvalidDataException(IsBase(on) ? $"The base {on} that the image stands on is missing." : "The image names another file of the host.");
    }

    /// <summary>What an image takes up with all the bases that it stands on.</summary>
    /// <exception cref="InvalidDataException">One of them names another file, or a base that is not there.</exception>
    public long ChainUsedBytes(string name)
    {
        var (length, used) = (0, 0L);
        for (var next = name; next is not null; next = BaseOf(next))
        {
            used += UsedBytes(next) ?? 0;
            if (length++ == ChainMost)
            {
                throw new InvalidDataException("The image stands on too many bases.");
            }
        }

        return used;
    }

    /// <summary>Checks that no program has an image, or a base that it stands on, open to write to it.</summary>
    /// <exception cref="IOException">One has (<see cref="Posix.Busy"/>).</exception>
    public void CheckStill(string name)
    {
        for (var next = name; next is not null; next = BaseOf(next))
        {
            using var file = Opened(next);
            if (Posix.IsOpenToWrite(file))
            {
                throw new IOException($"Somebody writes to {PathOf(next)}.", Posix.Busy);
            }
        }
    }

    private static bool HasId(string name, string suffix) =>
        name.EndsWith(suffix, StringComparison.Ordinal) && Guid.TryParseExact(name.AsSpan(0, name.Length - suffix.Length), "D", out var id) && name.StartsWith(id.ToString(), StringComparison.Ordinal);
}
