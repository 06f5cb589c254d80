namespace Hypervisor.Native;

/// <summary>A SCSI device of the host.</summary>
/// <param name="Host">The number of its adapter.</param>
/// <param name="Channel">Its channel.</param>
/// <param name="Target">Its target.</param>
/// <param name="Lun">Its logical unit.</param>
/// <param name="Vendor">Its maker.</param>
/// <param name="Model">Its model.</param>
/// <param name="Type">Its kind: 0 is a disk.</param>
/// <param name="BlockDevice">Its block device on the host: sda; empty for none.</param>
/// <param name="GenericDevice">Its generic device on the host: sg0.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="ScsiId">Its identifier, the same on every path to it.</param>
/// <param name="Level">The SCSI level that it speaks.</param>
public sealed record ScsiFacts(
    int Host, int Channel, int Target, int Lun, string Vendor, string Model, NumberedName Type, string BlockDevice, string GenericDevice,
    string Revision, string ScsiId, int Level)
{
    /// <summary>Its address: host:channel:target:lun.</summary>
    public string Address => $"{Host}:{Channel}:{Target}:{Lun}";
}
