namespace Hypervisor.Native.Simulated;

/// <summary>A SCSI device to simulate.</summary>
/// <param name="Address">Its address: host:channel:target:lun.</param>
/// <param name="Vendor">Its maker.</param>
/// <param name="Model">Its model.</param>
public sealed record SimulatedScsi(string Address, string Vendor, string Model)
{
    /// <summary>Its kind: 0 is a disk.</summary>
    public NumberedName Type { get; set; } = new(0, "disk");

    /// <summary>Its block device on the host: sda; empty for none.</summary>
    public string BlockDevice { get; set; } = "";

    /// <summary>Its generic device on the host: sg0.</summary>
    public string GenericDevice { get; set; } = "";

    /// <summary>Its revision.</summary>
    public string Revision { get; set; } = "0001";

    /// <summary>Its identifier; null for one made up from the seed.</summary>
    public string? ScsiId { get; set; }

    /// <summary>The SCSI level that it speaks.</summary>
    public int Level { get; set; } = 6;
}
