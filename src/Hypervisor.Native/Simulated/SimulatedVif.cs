namespace Hypervisor.Native.Simulated;

/// <summary>A network interface of a machine that is there from the beginning.</summary>
/// <param name="Bridge">The bridge of the host that it joins.</param>
public sealed record SimulatedVif(string Bridge)
{
    /// <summary>Its hardware address; null for one made up from the seed.</summary>
    public string? Mac { get; set; }

    /// <summary>The most octets in one of its packets.</summary>
    public int Mtu { get; set; } = 1500;
}
