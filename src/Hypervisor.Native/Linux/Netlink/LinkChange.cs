namespace Hypervisor.Native.Linux.Netlink;

/// <summary>What shall be different about a link; what is null stays.</summary>
internal sealed record LinkChange
{
    /// <summary>Its hardware address.</summary>
    public byte[]? Mac { get; init; }

    /// <summary>The most octets in one of its packets.</summary>
    public int? Mtu { get; init; }

    /// <summary>The number of the bridge that it joins; 0 for none.</summary>
    public int? Master { get; init; }

    /// <summary>Whether it is up.</summary>
    public bool? IsUp { get; init; }

    /// <summary>What is written to it.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether nothing shall be different.</summary>
    public bool IsNone => this is { Mac: null, Mtu: null, Master: null, IsUp: null, Alias: null };
}
