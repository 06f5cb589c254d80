using System.Runtime.InteropServices;
using System.Text;

namespace Hypervisor.Native.Linux.Netlink;

/// <summary>The kernel's table of links: what is in it, and requests to change it.</summary>
internal sealed class LinkTable(NetlinkSocket socket)
{
    private const int RequestBytes = 512;
    private const int LongestName = 15;
    private const int Looks = 5;
    private const int AddressFixedBytes = 8;
    private const int AddressIndexAt = 4;
    private const byte Inet6 = 10;

    /// <summary>Whether Linux can give a link such a name.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name is not ("." or "..") && !name.Any(letter => letter is '/' or ':' or '%' or <= ' ' or > '~');

    /// <summary>The link of a name; null where there is none.</summary>
    public HostLink? Find(string name)
    {
        if (!IsName(name))
        {
            return null;
        }

        Span<byte> buffer = stackalloc byte[RequestBytes];
        var request = new NetlinkWriter(buffer, Rtnl.GetLink, Rtnl.Request | Rtnl.Ack, socket.NextSequence());
        request.Link(0, 0, 0);
        request.Put(Rtnl.IfName, name);
        request.Put(Rtnl.ExtMask, Rtnl.SkipStats);
        HostLink? found = null;
        try
        {
            socket.Ask($"look for {name}", request.Finish(), message => found = HostLink.Read(message));
        }
        catch (HypervisorException e) when (e.Fault == HypervisorFault.NotFound)
        {
            return null;
        }

        return found;
    }

    /// <summary>All links that there are.</summary>
    public IReadOnlyList<HostLink> All()
    {
        var links = new List<HostLink>();
        Dump(
            "look at the network interfaces",
            () =>
            {
                links.Clear();
                var request = new NetlinkWriter(new byte[RequestBytes], Rtnl.GetLink, Rtnl.Request | Rtnl.Dump, socket.NextSequence());
                request.Link(0, 0, 0);
                request.Put(Rtnl.ExtMask, Rtnl.SkipStats);
                return request.Finish();
            },
            message => links.Add(HostLink.Read(message)));
        return links;
    }

    /// <summary>Whether a link has IP addresses other than those that IPv6 gives to every link.</summary>
    public bool HasAddresses(HostLink link)
    {
        var has = false;
        Dump(
            $"look at the addresses of {link.Name}",
            () =>
            {
                has = false;
                var request = new NetlinkWriter(new byte[RequestBytes], Rtnl.GetAddr, Rtnl.Request | Rtnl.Dump, socket.NextSequence());
                request.Address(0, 0, 0);
                return request.Finish();
            },
            message => has |= IsAddressOf(message, link.Index));
        return has;
    }

    /// <summary>Makes a bridge, down and without a mark.</summary>
    public void MakeBridge(string name) => Make($"make bridge {name}", name, Rtnl.Bridge, null);

    /// <summary>Makes a VLAN on a link, down and without a mark.</summary>
    public void MakeVlan(string name, HostLink below, int tag) => Make($"make VLAN {tag} on {below.Name}", name, Rtnl.Vlan, (below.Index, (ushort)tag));

    /// <summary>Changes a link.</summary>
    public void Change(string act, HostLink link, LinkChange change)
    {
        if (change.IsNone)
        {
            return;
        }

        Span<byte> buffer = stackalloc byte[RequestBytes];
        var request = new NetlinkWriter(buffer, Rtnl.SetLink, Rtnl.Request | Rtnl.Ack, socket.NextSequence());
        request.Link(link.Index, change.IsUp == true ? Rtnl.Up : 0, change.IsUp is null ? 0 : Rtnl.Up);
        if (change.Mac is { } mac)
        {
            request.Put(Rtnl.Address, mac);
        }

        if (change.Mtu is { } mtu)
        {
            request.Put(Rtnl.Mtu, mtu);
        }

        if (change.Alias is { } alias)
        {
            request.Put(Rtnl.IfAlias, Encoding.UTF8.GetBytes(alias).AsSpan());
        }

        if (change.Master is { } master)
        {
            request.Put(Rtnl.Master, master);
        }

        socket.Ask(act, request.Finish(), Nothing);
    }

    /// <summary>Removes a link.</summary>
    public void Remove(HostLink link)
    {
        Span<byte> buffer = stackalloc byte[RequestBytes];
        var request = new NetlinkWriter(buffer, Rtnl.DelLink, Rtnl.Request | Rtnl.Ack, socket.NextSequence());
        request.Link(link.Index, 0, 0);
        socket.Ask($"remove {link.Name}", request.Finish(), Nothing);
    }

    private static void Nothing(NetlinkMessage message)
    {
    }

    private static bool IsAddressOf(NetlinkMessage message, int link)
    {
        var attributes = message.Attributes(AddressFixedBytes);
        if (MemoryMarshal.Read<int>(message.Payload[AddressIndexAt..]) != link)
        {
            return false;
        }

        while (message.Payload[0] == Inet6 && attributes.Read())
        {
            // fe80::/10, RFC 4291 §2.5.6.
            if (attributes.Type == Rtnl.IfaAddress && attributes.Value is [0xfe, >= 0x80 and <= 0xbf, ..])
            {
                return false;
            }
        }

        return true;
    }

    private void Make(string act, string name, string kind, (int Below, ushort Tag)? vlan)
    {
        Span<byte> buffer = stackalloc byte[RequestBytes];
        var request = new NetlinkWriter(buffer, Rtnl.NewLink, Rtnl.Request | Rtnl.Ack | Rtnl.Create | Rtnl.Excl, socket.NextSequence());
        request.Link(0, 0, 0);
        request.Put(Rtnl.IfName, name);
        if (vlan is var (below, _))
        {
            request.Put(Rtnl.Link, below);
        }

        var info = request.Open(Rtnl.LinkInfo);
        request.Put(Rtnl.InfoKind, kind);
        if (vlan is var (_, tag))
        {
            var data = request.Open(Rtnl.InfoData);
            request.Put(Rtnl.VlanId, tag);
            request.Close(data);
        }

        request.Close(info);
        socket.Ask(act, request.Finish(), Nothing);
    }

    private void Dump(string act, Asking ask, NetlinkExchange.Taking take)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (socket.Ask(act, ask(), take))
            {
                return;
            }
        }

        throw new HypervisorException(HypervisorFault.Transient, $"Could not {act}: they change all the time.");
    }

    private delegate ReadOnlySpan<byte> Asking();
}
