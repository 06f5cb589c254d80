using Hypervisor.Native;
using XenApi.Core.Memory;
using XenApi.Core.Model;

namespace XenApi.Core.Devices;

/// <summary>Says in the hypervisor's words what the devices of a machine are.</summary>
internal static class DeviceConfigs
{
    /// <summary>A disk or drive.</summary>
    public static DiskConfig Of(Engine engine, Snapshot snapshot, Vbd vbd) => throw new NotSupportedException($"{engine} {snapshot} {vbd}");

    /// <summary>A network interface.</summary>
    public static NicConfig Of(Snapshot snapshot, Vif vif) => throw new NotSupportedException($"{snapshot} {vif}");

    /// <summary>A PCI device of the host.</summary>
    public static PciConfig Of(Snapshot snapshot, Dpci dpci) => throw new NotSupportedException($"{snapshot} {dpci}");

    /// <summary>A SCSI device of the host.</summary>
    public static ScsiConfig Of(Snapshot snapshot, Dscsi dscsi) => throw new NotSupportedException($"{snapshot} {dscsi}");
}
