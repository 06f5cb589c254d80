namespace Hypervisor.Native;

/// <summary>A SCSI device of the host for a domain.</summary>
/// <param name="Address">Its address in the guest: host:channel:target:lun.</param>
/// <param name="PhysicalAddress">Its address on the host, in the same form.</param>
public sealed record ScsiConfig(string Address, string PhysicalAddress);
