using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>The messages of the class <c>VBD</c> beyond those that every class has.</summary>
internal static class VbdCalls
{
    [Call("VBD.create", "Gives a machine a disk or drive; a machine that runs gets it at once.", Role.VmAdmin,
        Errors = ["DEVICE_EXISTS_ERROR", "VDI_IN_USE", "VM_BAD_POWER_STATE"])]
    public static Task<Ref<Vbd>> Create(Caller caller, Vbd args)
    {
        caller.Get(args.Vm);
        CheckMedium(caller, args.Vdi, args.Type);
        return HotPlug.CreateAsync(caller, DiskPlug.Instance, args);
    }

    [Call("VBD.destroy", "Takes a disk or drive from its machine; one that is attached is unplugged first.", Role.VmAdmin, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task Destroy(Caller caller, Ref<Vbd> self) => HotPlug.DestroyAsync(caller, DiskPlug.Instance, self);

    [Call("VBD.plug", "Attaches the disk to the running machine.", Role.VmAdmin, Errors = ["OPERATION_NOT_ALLOWED", "VDI_IN_USE", "VM_BAD_POWER_STATE"])]
    public static Task PlugIn(Caller caller, Ref<Vbd> self) => HotPlug.PlugAsync(caller, DiskPlug.Instance, self);

    [Call("VBD.unplug", "Detaches the disk from the running machine; it comes back at the next start.", Role.VmAdmin,
        Errors = ["OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task Unplug(Caller caller, Ref<Vbd> self) => HotPlug.UnplugAsync(caller, DiskPlug.Instance, self);

    [Call("VBD.media_change", "Puts another medium into a read-only drive; no image at all takes the medium out.", Role.VmOperator,
        Errors = ["VDI_IN_USE", "VM_BAD_POWER_STATE"])]
    public static Task MediaChange(Caller caller, Ref<Vbd> vbd, Ref<Vdi> vdi) =>
        HotPlug.InQueueAsync(caller, DiskPlug.Instance, vbd, async machine =>
        {
            var place = await Socket.OfAsync(machine).ConfigureAwait(false);
            var drive = caller.Engine.Store.Current.Get(vbd);
            if (drive.Type != VbdType.Cd || drive.Mode != VbdMode.ReadOnly)
            {
                throw Errors.HandleInvalid("VBD", vbd.ToString());
            }

            var isAttached = place is not null && drive.CurrentlyAttached;
            await caller.CommitAsync(changes => changes.Put(Loaded(changes.Get(vbd), vdi, isAttached))).ConfigureAwait(false);
            if (!isAttached)
            {
                return;
            }

            IReadOnlyDictionary<string, string> told;
            try
            {
                told = await HotPlug.AttachAsync(caller.Engine, place!, DiskPlug.Instance, vbd).ConfigureAwait(false);
            }
            catch
            {
                // The domain knows which of the two it has: an order that nobody waited for any more may have been carried out.
                var domain = place!.Hypervisor.Find(drive.Vm.Id!.Value);
                await caller.CommitAsync(changes =>
                {
                    changes.Put(Loaded(changes.Get(vbd), changes.Find(drive.Vdi) is null ? Ref<Vdi>.Null : drive.Vdi, isAttached));
                    AttachedDevices.See(changes, drive.Vm, domain);
                }).ConfigureAwait(false);
                throw;
            }

            await HotPlug.SeeAsync(caller, place!, DiskPlug.Instance, vbd, told).ConfigureAwait(false);
        });

    [Call("VBD.set_device", "Sets the name that the guest sees, while the disk is not attached.", Role.VmAdmin, Async = false,
        Errors = ["DEVICE_EXISTS_ERROR", "OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task SetDevice(Caller caller, Ref<Vbd> self, string value) =>
        HotPlug.ChangeAsync(caller, DiskPlug.Instance, self, vbd => vbd with { Device = value });

    [Call("VBD.set_mode", "Sets whether the guest may write to the disk, while it is not attached.", Role.VmAdmin, Async = false,
        Errors = ["OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task SetMode(Caller caller, Ref<Vbd> self, VbdMode value) =>
        HotPlug.ChangeAsync(caller, DiskPlug.Instance, self, vbd => vbd with { Mode = value });

    [Call("VBD.set_type", "Sets whether it is a disk or a drive, while it is not attached.", Role.VmAdmin, Async = false,
        Errors = ["OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task SetType(Caller caller, Ref<Vbd> self, VbdType value)
    {
        CheckMedium(caller, caller.Get(self).Vdi, value);
        return HotPlug.ChangeAsync(caller, DiskPlug.Instance, self, vbd => vbd with { Type = value });
    }

    // Only a drive can be empty.
    private static void CheckMedium(Caller caller, Ref<Vdi> vdi, VbdType type)
    {
        if (type != VbdType.Cd || !vdi.IsNull)
        {
            caller.Get(vdi);
        }
    }

    /// <summary>A drive with another medium. What the domain has is open until it is seen again.</summary>
    internal static Vbd Loaded(Vbd drive, Ref<Vdi> vdi, bool isAttached) => drive with
    {
        Vdi = vdi, IsClaimed = isAttached && !vdi.IsNull, RuntimeProperties = drive.RuntimeProperties.Without(Vbd.PathKey),
    };
}
