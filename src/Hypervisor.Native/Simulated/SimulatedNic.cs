namespace Hypervisor.Native.Simulated;

/// <summary>A physical network interface to simulate, and with it the bridge that it is part of.</summary>
/// <param name="Device">Its name on the host: eth0.</param>
/// <param name="Bridge">The bridge: xenbr0.</param>
public sealed record SimulatedNic(string Device, string Bridge)
{
    /// <summary>Its hardware address; null for one made up from the seed.</summary>
    public string? Mac { get; set; }

    /// <summary>The most octets in one of its packets.</summary>
    public int Mtu { get; set; } = 1500;
}
