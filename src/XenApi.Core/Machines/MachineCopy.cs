using XenApi.Core.Calls;
using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Tasks;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>
/// Makes a machine like another that is halted. Its disks get copies of the images that only one machine may write to;
/// read-only and sharable images and media in drives are shared. Interfaces get addresses of their own. Devices of the host stay with
/// the one that has them.
/// </summary>
internal sealed class MachineCopy(Caller caller, Vm original, string name)
{
    private readonly Snapshot snapshot = caller.Engine.Store.Current;
    private readonly Guid id = Guid.NewGuid();

    private Engine Engine => caller.Engine;

    /// <summary>Makes it; where that fails, nothing of it is left.</summary>
    public async Task<Ref<Vm>> MakeAsync()
    {
        var images = new Dictionary<Ref<Vdi>, Ref<Vdi>>();
        try
        {
            await CopyImagesAsync(images).ConfigureAwait(false);
            await caller.CommitAsync(changes => Write(changes, images)).ConfigureAwait(false);
        }
        catch
        {
            foreach (var copy in images.Values)
            {
                await Engine.Storage.DestroyAsync(copy).ConfigureAwait(false);
            }

            throw;
        }

        return new(id);
    }

    private async Task CopyImagesAsync(Dictionary<Ref<Vdi>, Ref<Vdi>> images)
    {
        var disks = original.Vbds.Select(snapshot.Get).Where(IsCopied).Select(vbd => vbd.Vdi).Distinct().ToList();
        foreach (var disk in disks)
        {
            var part = new PartOfProgress(caller.Progress, images.Count, disks.Count);
            images[disk] = await Engine.Storage.CopyAsync(disk, snapshot.Get(disk).NameLabel, part, caller.Cancelled).ConfigureAwait(false);
        }
    }

    private bool IsCopied(Vbd vbd) => vbd.Type == VbdType.Disk && snapshot.Find(vbd.Vdi) is { ReadOnly: false, Sharable: false };

    private void Write(Changes changes, Dictionary<Ref<Vdi>, Ref<Vdi>> images)
    {
        var vm = new Ref<Vm>(id);
        MachineMeters.Add(changes, ((Vm)original.WithLinksOf(new Vm())).Home() with { Id = id, NameLabel = name, ToolsVersion = default, Lives = 0 });
        foreach (var vbd in original.Vbds.Select(changes.Get))
        {
            DiskPlug.Instance.Add(changes, vbd with
            {
                Id = Guid.NewGuid(), Vm = vm, Vdi = images.GetValueOrDefault(vbd.Vdi, vbd.Vdi), CurrentlyAttached = false, IsClaimed = false,
                RuntimeProperties = default, StatusCode = 0, StatusDetail = "",
            });
        }

        foreach (var image in images.Values)
        {
            changes.Put(changes.Get(image) with { IsPart = false });
        }

        foreach (var vif in original.Vifs.Select(changes.Get))
        {
            NicPlug.Instance.Add(changes, vif with
            {
                Id = Guid.NewGuid(), Vm = vm, Mac = MacAddress.Random(snapshot), CurrentlyAttached = false,
                RuntimeProperties = default, StatusCode = 0, StatusDetail = "",
            });
        }

        foreach (var console in original.Consoles.Select(changes.Get))
        {
            changes.Put(console with { Id = Guid.NewGuid(), Vm = vm, Location = "" });
        }

        foreach (var tpm in original.Vtpms.Select(changes.Get))
        {
            changes.Put(tpm with { Id = Guid.NewGuid(), Vm = vm });
        }
    }
}
