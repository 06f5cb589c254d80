using System.Net;
using System.Net.Sockets;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Networks;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <content>The rules that a network keeps.</content>
public sealed partial record Network
{
    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        var was = (Network?)before;
        if (was is null && changes.All<Network>().Any(other => other.Id != Id && NetworkBridge.Of(other) == NetworkBridge.Of(this)))
        {
            throw Errors.UniqueNameError(NetworkBridge.Of(this), "network");
        }

        if (OtherConfig.TryGetValue(NetworkBridge.Key, out var told) && told != NetworkBridge.Of(this))
        {
            throw Errors.ValueNotSupported("network.other_config", Collections.Shortened(told), "the bridge of a network does not change; make a new network");
        }

        if (DefaultGateway != was?.DefaultGateway && DefaultGateway.Length > 0 && !IPAddress.TryParse(DefaultGateway, out _))
        {
            throw Errors.ValueNotSupported("network.default_gateway", Collections.Shortened(DefaultGateway), "must be an IP address, or empty for none");
        }

        if (DefaultNetmask != was?.DefaultNetmask && DefaultNetmask.Length > 0 && !IsMask(DefaultNetmask))
        {
            throw Errors.ValueNotSupported("network.default_netmask", Collections.Shortened(DefaultNetmask), "must be a netmask such as 255.255.255.0, or empty for none");
        }
    }

    // All ones come before all zeros.
    private static bool IsMask(string text)
    {
        if (!IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetwork)
        {
            return false;
        }

        var rest = ~System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
        return (rest & (rest + 1)) == 0;
    }
}
