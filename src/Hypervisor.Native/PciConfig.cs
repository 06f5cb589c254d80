namespace Hypervisor.Native;

/// <summary>A PCI device of the host for a domain.</summary>
/// <param name="Address">Its address on the host: 0000:00:1f.2.</param>
/// <param name="Slot">The slot in the guest; -1 for any.</param>
/// <param name="Options">Further settings, in the hypervisor's own names.</param>
public sealed record PciConfig(string Address, int Slot, IReadOnlyDictionary<string, string> Options);
