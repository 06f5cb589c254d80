using Hypervisor.Native;
using System.Globalization;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>The messages of the class <c>DSCSI_HBA</c> beyond those that every class has.</summary>
internal static class DscsiHbaCalls
{
    [Call("DSCSI_HBA.create",
        "Gives a machine a SCSI bus: with all devices of an adapter of the host (HOST: the one in PSCSI_HBAs, else the one of the same number), or empty (VIRTUAL).",
        Role.VmAdmin, Since = ApiVersion.V1_0_10, Errors = ["DEVICE_EXISTS_ERROR", "OPERATION_NOT_ALLOWED", "VM_BAD_POWER_STATE"])]
    public static Task<Ref<DscsiHba>> Create(Caller caller, DscsiHba args)
    {
        var vm = new Ref<Vm>(caller.Get(args.Vm).Id);
        var adapter = args.AssignmentMode == DscsiHba.WholeAdapter ? AdapterOf(caller, args) : null;
        var made = new Ref<DscsiHba>(args.Id);
        return caller.Engine.Machines.DoAsync(
            vm,
            async machine =>
            {
                var place = await Socket.OfAsync(machine).ConfigureAwait(false);
                await caller.CommitAsync(changes => Add(changes, args with { PscsiHbas = default }, adapter)).ConfigureAwait(false);
                if (place is null)
                {
                    return made;
                }

                try
                {
                    foreach (var device in caller.Engine.Store.Current.Get(made).Dscsis)
                    {
                        var told = await HotPlug.AttachAsync(caller.Engine, place, ScsiPlug.Instance, device).ConfigureAwait(false);
                        await HotPlug.SeeAsync(caller, place, ScsiPlug.Instance, device, told).ConfigureAwait(false);
                    }
                }
                catch (ApiError)
                {
                    await RemoveAsync(caller, made, place).ConfigureAwait(false);
                    throw;
                }

                return made;
            },
            caller.Cancelled);
    }

    [Call("DSCSI_HBA.destroy", "Takes a SCSI bus from its machine, with all devices on it.", Role.VmAdmin,
        Since = ApiVersion.V1_0_10, Errors = ["VM_BAD_POWER_STATE"])]
    public static Task Destroy(Caller caller, Ref<DscsiHba> self) => caller.Engine.Machines.DoAsync(
        caller.Get(self).Vm,
        async machine => await RemoveAsync(caller, self, await Socket.OfAsync(machine).ConfigureAwait(false)).ConfigureAwait(false),
        caller.Cancelled);

    private static async Task RemoveAsync(Caller caller, Ref<DscsiHba> self, HostPlace? place)
    {
        var snapshot = caller.Engine.Store.Current;
        foreach (var reference in snapshot.Get(self).Dscsis)
        {
            var device = snapshot.Get(reference);
            if (place is not null && ScsiPlug.Instance.IsAttached(device))
            {
                await HotPlug.DetachAsync(caller.Engine, place, ScsiPlug.Instance, device).ConfigureAwait(false);
                await HotPlug.SeeAsync(caller, place, ScsiPlug.Instance, reference, null).ConfigureAwait(false);
            }
        }

        await caller.CommitAsync(changes =>
        {
            foreach (var device in changes.Get(self).Dscsis)
            {
                changes.Delete(device);
            }

            changes.Delete(self);
        }).ConfigureAwait(false);
    }

    private static void Add(Changes changes, DscsiHba bus, PscsiHba? adapter)
    {
        changes.Add(bus);
        foreach (var reference in adapter?.Pscsis ?? default)
        {
            var physical = changes.Get(reference);
            var address = ScsiAddress.Read(physical.PhysicalHctl) with { Host = bus.VirtualHost };
            var device = new Dscsi { Id = NamedUuid.Of(bus.Id, address.ToString()), Vm = bus.Vm, Pscsi = reference, VirtualHctl = address.ToString() };
            ScsiPlug.Add(changes, device, changes.Get(new Ref<DscsiHba>(bus.Id)));
        }
    }

    // The document's record names no adapter, so the number must do where a client gives nothing better.
    private static PscsiHba AdapterOf(Caller caller, DscsiHba bus) => bus.PscsiHbas.Count switch
    {
        0 => caller.Snapshot.All<PscsiHba>().FirstOrDefault(adapter => adapter.Host == caller.Engine.ThisHost && adapter.PhysicalHost == bus.VirtualHost)
            ?? throw Errors.ValueNotSupported(
                "DSCSI_HBA.virtual_host", bus.VirtualHost.ToString(CultureInfo.InvariantCulture), "the host has no adapter of that number; name one in PSCSI_HBAs"),
        1 => caller.Get(bus.PscsiHbas[0]),
        _ => throw Errors.ValueNotSupported("DSCSI_HBA.PSCSI_HBAs", $"{bus.PscsiHbas.Count} adapters", "a bus stands for one adapter"),
    };
}
