namespace Hypervisor.Native;

/// <summary>A network interface of the host, as it shall be.</summary>
/// <param name="Device">The physical interface: eth0.</param>
/// <param name="Vlan">The VLAN on it that is meant, by its tag; null for the interface itself.</param>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Mtu">The most octets in one of its packets.</param>
/// <param name="Bridge">The bridge that it joins; null for none.</param>
public sealed record HostNicConfig(string Device, int? Vlan, string Mac, int Mtu, string? Bridge);
