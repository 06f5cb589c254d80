using Hypervisor.Native;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Networks;

namespace XenApi.Core.Devices;

/// <summary>Says in the hypervisor's words what the devices of a machine are. <see cref="AttachedDevices"/> goes the other way.</summary>
internal static class DeviceConfigs
{
    /// <summary>A disk or drive.</summary>
    public static DiskConfig Of(Engine engine, Snapshot snapshot, Vbd vbd)
    {
        var image = snapshot.Find(vbd.Vdi);
        return new(
            vbd.Device,
            image is null ? "" : engine.Storage.PathOf(image),
            image is null ? "raw" : engine.Storage.FormatOf(image),
            vbd.Mode == VbdMode.ReadOnly,
            vbd.Type == VbdType.Cd,
            vbd.Bootable,
            image is { Sharable: true });
    }

    /// <summary>A network interface.</summary>
    public static NicConfig Of(Snapshot snapshot, Vif vif) =>
        new(NicNames.Bare(vif.Device), vif.Mac, (int)vif.Mtu, NetworkBridge.Of(snapshot.Get(vif.Network)), SendingRate.Of(vif));

    /// <summary>A PCI device of the host.</summary>
    public static PciConfig Of(Snapshot snapshot, Dpci dpci) =>
        new(snapshot.Get(dpci.Ppci).Name, PciSlots.IsAny(dpci.HotplugSlot) ? -1 : (int)dpci.HotplugSlot, dpci.Options);

    /// <summary>A SCSI device of the host.</summary>
    public static ScsiConfig Of(Snapshot snapshot, Dscsi dscsi) => new(dscsi.VirtualHctl, snapshot.Get(dscsi.Pscsi).PhysicalHctl);
}
