namespace Hypervisor.Native;

/// <summary>A physical network interface.</summary>
/// <param name="Device">Its name on the host: eth0.</param>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Mtu">The most octets in one of its packets.</param>
/// <param name="Bridge">The bridge that it is part of.</param>
public sealed record NicFacts(string Device, string Mac, int Mtu, string Bridge);
