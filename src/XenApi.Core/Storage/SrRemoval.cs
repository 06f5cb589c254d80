using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The commits that end an SR, or a connection to it.</summary>
internal static class SrRemoval
{
    /// <summary>Checks that no machine has an image of an SR; <c>VDI_IN_USE</c> otherwise.</summary>
    public static void CheckUnused(Changes changes, Sr sr)
    {
        foreach (var image in sr.Vdis.Select(changes.Get))
        {
            if (image.Vbds.Select(changes.Get).Any(vbd => vbd.IsClaimed || vbd.CurrentlyAttached))
            {
                throw Errors.VdiInUse(image.Id, "PBD.unplug");
            }
        }
    }

    /// <summary>Removes the objects of an SR that no host is connected to: its own, and those of its images and PBDs.</summary>
    public static void Write(Changes changes, Ref<Sr> sr, StorageTypes types)
    {
        var gone = changes.Get(sr);
        if (types.Classic.Any(type => type.Name == gone.Type))
        {
            throw Errors.SrIndestructible(sr);
        }

        if (gone.Pbds.Select(changes.Get).Any(connection => connection.CurrentlyAttached))
        {
            throw Errors.SrHasPbd(sr);
        }

        // Memory of machines goes where it went at first.
        var local = new Ref<Sr>(changes.All<Sr>().First(other => other.Type == types.Classic[0].Name).Id);
        foreach (var host in changes.All<Host>())
        {
            changes.Put(host with
            {
                SuspendImageSr = host.SuspendImageSr == sr ? local : host.SuspendImageSr,
                CrashDumpSr = host.CrashDumpSr == sr ? local : host.CrashDumpSr,
            });
        }

        foreach (var image in gone.Vdis.Select(changes.Get).ToList())
        {
            if (image.Referrers > 0)
            {
                throw Errors.VdiError("something still refers to the image; remove that first", image.NameLabel);
            }

            changes.Delete(new Ref<Vdi>(image.Id));
        }

        gone.Pbds.ToList().ForEach(changes.Delete);
        changes.Delete(sr);
    }
}
