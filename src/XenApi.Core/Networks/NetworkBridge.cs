using Hypervisor.Native;
using XenApi.Core.Faults;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Networks;

/// <summary>The one rule for what a network is on a host: a bridge, by a name that Linux can give an interface.</summary>
internal static class NetworkBridge
{
    // IFNAMSIZ of Linux counts the zero at the end.
    private const int LengthMost = 15;

    /// <summary>The key of <c>other_config</c> that names the bridge at create.</summary>
    public const string Key = "bridge";

    /// <summary>The bridge that interfaces of the network join.</summary>
    public static string Of(Network network) => network.Bridge.Length > 0 ? network.Bridge : MadeUp(network.Id);

    /// <summary>The network as it is stored when it is created: with the bridge that the client names, or one made up.</summary>
    public static Network Named(Network created)
    {
        var bridge = created.OtherConfig.GetOr(Key, "");
        return bridge.Length > 0
            ? created with { Bridge = Checked(bridge), IsManaged = true }
            : created with { Bridge = MadeUp(created.Id), IsManaged = true, OtherConfig = created.OtherConfig.With(Key, MadeUp(created.Id)) };
    }

    /// <summary>The network of a bridge that a host had before: nobody here made it, and nobody here removes it.</summary>
    public static Network Found(Guid host, string bridge) => new()
    {
        Id = NamedUuid.Of(host, $"bridge {bridge}"), NameLabel = bridge, Bridge = bridge, OtherConfig = Map.Of((Key, bridge)),
    };

    private static string MadeUp(Guid network) => $"xenbr{network.ToString("N").AsSpan(0, 10)}";

    private static string Checked(string bridge) =>
        bridge.Length <= LengthMost && bridge is not ("." or "..") && bridge.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? bridge
            : throw Errors.ValueNotSupported(
                "network.other_config", Collections.Shortened(bridge), $"the bridge must be 1 to {LengthMost} letters, digits, _ - and . long");
}
