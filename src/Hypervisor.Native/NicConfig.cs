namespace Hypervisor.Native;

/// <summary>A network interface of a domain.</summary>
/// <param name="Device">Its number, as text.</param>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Mtu">The most octets in one of its packets.</param>
/// <param name="Bridge">The bridge of the host that it joins.</param>
/// <param name="Rate">How much the guest may send; null where that has no limit but the hardware's.</param>
public sealed record NicConfig(string Device, string Mac, int Mtu, string Bridge, RateLimit? Rate = null);
