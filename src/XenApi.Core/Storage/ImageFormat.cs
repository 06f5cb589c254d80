using Microsoft.Win32.SafeHandles;

namespace XenApi.Core.Storage;

/// <summary>How an image lies in its file.</summary>
internal abstract class ImageFormat
{
    /// <summary>A byte of the image is the byte of the file; holes are zeros.</summary>
    public static ImageFormat Raw { get; } = new RawFormat();

    /// <summary>QEMU's format of clusters.</summary>
    public static Qcow2Format Qcow2 { get; } = new();

    /// <summary>All formats of which we make files.</summary>
    public static IReadOnlyList<ImageFormat> All { get; } = [Raw, Qcow2];

    /// <summary>The format of a name; null for no name, and where we make none of it.</summary>
    public static ImageFormat? Named(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The format that a file's name tells of; null where it tells of none.</summary>
    public static ImageFormat? OfFile(string path) => All.FirstOrDefault(format => path.EndsWith(format.Suffix, StringComparison.Ordinal));

    /// <summary>What the hypervisor calls it.</summary>
    public abstract string Name { get; }

    /// <summary>How its files' names end.</summary>
    public abstract string Suffix { get; }

    /// <summary>Makes an image without content in an empty file.</summary>
    public abstract void Make(SafeFileHandle file, long virtualSizeBytes);

    /// <summary>The size of the image as a guest sees it, in bytes; <see cref="InvalidDataException"/> where the file is none.</summary>
    public abstract long VirtualSizeBytes(SafeFileHandle file);

    /// <summary>Whether all of the image is in the file: it names no other file of the host.</summary>
    public abstract bool IsWhole(SafeFileHandle file);

    /// <summary>Lets the image be larger; what is added reads as zeros. False where it is large enough already.</summary>
    public abstract bool Grow(SafeFileHandle file, long virtualSizeBytes);
}
