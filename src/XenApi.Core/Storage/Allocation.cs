using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenApi.Core.Storage;

/// <summary>
/// The changes of images, with what their SR has promised and what it uses kept in step in the same commit. Images
/// that are not ours take nothing from the SR.
/// </summary>
internal static class Allocation
{
    /// <summary>Adds an image; <c>SR_FULL</c> where the SR cannot promise that much more.</summary>
    public static void Add(Changes changes, Vdi image)
    {
        changes.Add(image);
        if (image.IsOurs && !changes.Get(image.Sr).Pbds.Any(pbd => changes.Get(pbd).CurrentlyAttached))
        {
            throw Errors.OperationNotAllowed();
        }

        Count(changes, image, image.VirtualSize, image.PhysicalUtilisation);
    }

    /// <summary>Removes an image; <c>VDI_ERROR</c> where something still needs it.</summary>
    public static void Remove(Changes changes, Vdi image)
    {
        if (image.Referrers > 0)
        {
            throw Errors.VdiError(Need(image), image.NameLabel);
        }

        changes.Delete(image.Class, image.Id);
        Count(changes, image, -image.VirtualSize, -image.PhysicalUtilisation);
    }

    /// <summary>Lets an image have another size.</summary>
    public static Vdi Resize(Changes changes, Vdi image, long virtualSizeBytes)
    {
        var after = image with { VirtualSize = virtualSizeBytes };
        changes.Put(after);
        Count(changes, image, virtualSizeBytes - image.VirtualSize, 0);
        return after;
    }

    /// <summary>Notes what an image takes up: a sample, which is measured anew at the next start.</summary>
    public static void Measured(Changes changes, Vdi image, long usedBytes)
    {
        changes.PutQuietly(image with { PhysicalUtilisation = usedBytes });
        var sr = changes.Get(image.Sr);
        changes.PutQuietly(sr with { PhysicalUtilisation = sr.PhysicalUtilisation + usedBytes - image.PhysicalUtilisation });
    }

    /// <summary>Notes what the bases of an SR take up: a sample, too.</summary>
    public static void MeasuredBases(Changes changes, Sr sr, long baseBytes) =>
        changes.PutQuietly(sr with { BaseBytes = baseBytes, PhysicalUtilisation = sr.PhysicalUtilisation + baseBytes - sr.BaseBytes });

    private static void Count(Changes changes, Vdi image, long virtualBytes, long physicalBytes)
    {
        if (image.IsOurs)
        {
            var sr = changes.Get(image.Sr);
            changes.Put(sr with
            {
                VirtualAllocation = sr.VirtualAllocation + virtualBytes,
                PhysicalUtilisation = sr.PhysicalUtilisation + physicalBytes,
            });
        }
    }

    private static string Need(Vdi image) => image switch
    {
        { Vbds.Count: > 0 } => "VBDs show the image to machines; destroy them first",
        { SuspendedVms.Count: > 0 } => "the image holds the memory of a suspended machine; resume it, or shut it down hard",
        _ => "the image holds a crash dump; destroy that, and the image goes with it",
    };
}
