using Microsoft.Win32.SafeHandles;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>What is behind one SR while this host is connected to it. Each way of keeping images has one: a directory, a volume group.</summary>
/// <param name="sr">The SR.</param>
internal abstract class Repository(Ref<Sr> sr)
{
    /// <summary>The SR.</summary>
    public Ref<Sr> Sr => sr;

    /// <summary>Where it is on the host: a directory, or the name of a volume group.</summary>
    public abstract string Place { get; }

    /// <summary>Whether a new image reads as zeros before anything is written to it.</summary>
    public virtual bool IsZeroed => true;

    /// <summary>Whether images are devices, whose length is there from the start, and not files.</summary>
    public virtual bool MakesDevices => false;

    /// <summary>What those parts take up that images share, and that none of them counts for itself, in bytes.</summary>
    public virtual long BaseBytes => 0;

    /// <summary>How much there is for images, those that are there included, in bytes.</summary>
    public abstract Task<long> SizeBytesAsync();

    /// <summary>The format of an image of ours.</summary>
    public abstract ImageFormat FormatOf(Vdi image);

    /// <summary>The path of an image of ours.</summary>
    public abstract string PathOf(Vdi image);

    /// <summary>Whether something is within: what others call a file or disk of theirs is never ours.</summary>
    /// <param name="path">An absolute path.</param>
    public abstract bool Holds(string path);

    /// <summary>The new image as it will be: in the format that it asks for, of a size that can be had. An error where none of its kind can be kept here.</summary>
    public abstract Vdi Fitted(Vdi image);

    /// <summary>Makes what is behind a new image, whole and on the disk, or nothing at all.</summary>
    /// <param name="image">The image.</param>
    /// <param name="fill">Writes the content.</param>
    public abstract Task MakeAsync(Vdi image, Func<SafeFileHandle, Task> fill);

    /// <summary>Makes a new image without content.</summary>
    public abstract Task MakeEmptyAsync(Vdi image, CancellationToken cancelled);

    /// <summary>Checks that all that an image of ours reads is ours.</summary>
    /// <exception cref="InvalidDataException">It names something else, or is damaged.</exception>
    public virtual Task CheckAsync(Vdi image) => Task.CompletedTask;

    /// <summary>Makes a copy of an image of ours by a means of the storage itself; false where it has none.</summary>
    /// <param name="original">The image, which nobody may write to meanwhile.</param>
    /// <param name="image">The copy.</param>
    /// <param name="spareBytes">What the SR has beyond all that is promised to images, the copy included.</param>
    /// <param name="cancelled">Ends it.</param>
    public virtual Task<bool> TryCloneAsync(Vdi original, Vdi image, long spareBytes, CancellationToken cancelled) => Task.FromResult(false);

    /// <summary>Lets what is behind an image be as large as the image is; false where it is already.</summary>
    public abstract Task<bool> GrowAsync(Vdi image);

    /// <summary>Removes what is behind an image; what is gone already is no error.</summary>
    /// <param name="path">Its path.</param>
    public abstract Task RemoveAsync(string path);

    /// <summary>Removes what a crash has left that bears the identity of no image; answers the paths.</summary>
    public virtual Task<IReadOnlyList<string>> SweepAsync() => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>What an image takes up now, in bytes; null where there is nothing.</summary>
    public abstract Task<long?> UsedBytesAsync(Vdi image);

    /// <summary>All that is certainly ours: the images of our objects, and what a crash has left.</summary>
    public abstract Task<IReadOnlyList<FoundImage>> LookAsync();

    /// <summary>The images that were there before and are only shown, as objects with a location; null where the type has none.</summary>
    public virtual IReadOnlyList<Vdi>? Shown() => null;

    /// <summary>The image as a guest sees it, in bytes; <see cref="InvalidDataException"/> where it is none.</summary>
    public virtual long VirtualSizeBytes(FoundImage found) => found.LengthBytes;
}
