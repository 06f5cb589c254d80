using Hypervisor.Native;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>SCSI devices of the host, and the buses that they are on in a machine.</summary>
internal sealed class ScsiPlug : Plug<Dscsi>
{
    /// <summary>The one there is.</summary>
    public static ScsiPlug Instance { get; } = new();

    /// <inheritdoc/>
    public override Ref<Vm> VmOf(Dscsi device) => device.Vm;

    /// <inheritdoc/>
    public override bool IsAttached(Dscsi device) => device.RuntimeProperties.Count > 0;

    /// <inheritdoc/>
    public override void Add(Changes changes, Dscsi device)
    {
        var address = ScsiAddress.Read(device.VirtualHctl);
        var bus = BusOf(changes, device, address.Host);
        if (bus.AssignmentMode == DscsiHba.WholeAdapter)
        {
            throw Errors.OperationNotAllowed();
        }

        Add(changes, device, bus);
    }

    /// <summary>Writes a device down that is on a known bus.</summary>
    public static void Add(Changes changes, Dscsi device, DscsiHba bus)
    {
        var address = ScsiAddress.Read(device.VirtualHctl);
        changes.Add(device with
        {
            Hba = new(bus.Id),
            VirtualHost = address.Host,
            VirtualChannel = address.Channel,
            VirtualTarget = address.Target,
            VirtualLun = address.Lun,
            VirtualHctl = address.ToString(),
        });
        changes.Put(changes.Get(new Ref<DscsiHba>(bus.Id)) with { PscsiHbas = bus.PscsiHbas.Add(changes.Get(device.Pscsi).Hba) });
    }

    /// <inheritdoc/>
    public override void Remove(Changes changes, Dscsi device)
    {
        changes.Delete(new Ref<Dscsi>(device.Id));
        var bus = changes.Get(device.Hba);
        if (bus.Dscsis.Count == 0 && bus.AssignmentMode == DscsiHba.SingleDevices)
        {
            changes.Delete(device.Hba);
            return;
        }

        changes.Put(bus with { PscsiHbas = Set.Of(bus.Dscsis.Select(left => changes.Get(changes.Get(left).Pscsi).Hba)) });
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyDictionary<string, string>> AttachAsync(Engine engine, IHypervisor hypervisor, Dscsi device) =>
        hypervisor.AttachAsync(device.Vm.Id!.Value, DeviceConfigs.Of(engine.Store.Current, device));

    /// <inheritdoc/>
    public override Task DetachAsync(Engine engine, IHypervisor hypervisor, Dscsi device) =>
        hypervisor.DetachAsync(device.Vm.Id!.Value, DeviceKind.Scsi, device.VirtualHctl);

    /// <inheritdoc/>
    public override Dscsi Seen(Dscsi device, DomainConfig? config, Changes changes, IReadOnlyDictionary<string, string>? told = null)
    {
        var scsi = config?.Scsis.FirstOrDefault(s => s.Address == device.VirtualHctl);
        return told is null && IsAttached(device) == (scsi is not null) ? device : device with
        {
            RuntimeProperties = scsi is null ? default : Properties(told, ("v-dev", scsi.Address), ("p-dev", scsi.PhysicalAddress)),
        };
    }

    // A bus comes with its first device and goes with its last.
    private static DscsiHba BusOf(Changes changes, Dscsi device, long number)
    {
        foreach (var bus in changes.Get(device.Vm).DscsiHbas)
        {
            if (changes.Get(bus) is { } found && found.VirtualHost == number)
            {
                return found;
            }
        }

        var made = new DscsiHba { Id = NamedUuid.Of(device.Id, "bus"), Vm = device.Vm, VirtualHost = number, AssignmentMode = DscsiHba.SingleDevices };
        changes.Add(made);
        return made;
    }
}
