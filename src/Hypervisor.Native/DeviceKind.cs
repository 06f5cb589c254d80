namespace Hypervisor.Native;

/// <summary>The kinds of device that a domain can be given while it runs.</summary>
public enum DeviceKind
{
    /// <summary>A disk or drive, named as the guest sees it: xvda.</summary>
    Disk,

    /// <summary>A network interface, named by its number.</summary>
    Nic,

    /// <summary>A PCI device, named by its address on the host: 0000:00:1f.2.</summary>
    Pci,

    /// <summary>A SCSI device, named by its address in the guest: 0:0:0:0.</summary>
    Scsi,
}
