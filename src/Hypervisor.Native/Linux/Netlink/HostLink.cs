using System.Runtime.InteropServices;

namespace Hypervisor.Native.Linux.Netlink;

/// <summary>A network interface as the kernel has it: hardware, a bridge, a VLAN or something else.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsUp">Whether it is up.</param>
internal sealed record HostLink(int Index, string Name, bool IsUp)
{
    /// <summary>The alias (ip-link(8)) of what this server made. Nothing else is ever removed.</summary>
    public const string OurAlias = "xencim";

    /// <summary>The bytes that are fixed in messages about links (struct ifinfomsg).</summary>
    public const int FixedBytes = 16;

    private const int IndexAt = 4;
    private const int FlagsAt = 8;

    /// <summary>Its hardware address.</summary>
    public IReadOnlyList<byte> Mac { get; init; } = [];

    /// <summary>The most octets in one of its packets.</summary>
    public int Mtu { get; init; }

    /// <summary>The number of the link that it is part of, a bridge or a bond; 0 for none.</summary>
    public int Master { get; init; }

    /// <summary>The number of the link below it; 0 for none, or one of another namespace.</summary>
    public int Below { get; init; }

    /// <summary>What made it: bridge, vlan, …; empty for hardware.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The tag of a VLAN.</summary>
    public int? Tag { get; init; }

    /// <summary>What somebody wrote to it.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Whether this server made it.</summary>
    public bool IsOurs => Alias == OurAlias;

    /// <summary>Reads a message about a link.</summary>
    public static HostLink Read(NetlinkMessage message)
    {
        var attributes = message.Attributes(FixedBytes);
        var isBelowElsewhere = false;
        var link = new HostLink(
            MemoryMarshal.Read<int>(message.Payload[IndexAt..]), "", (MemoryMarshal.Read<uint>(message.Payload[FlagsAt..]) & Rtnl.Up) != 0);
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case Rtnl.IfName:
                    link = link with { Name = attributes.Text };
                    break;
                case Rtnl.Address:
                    link = link with { Mac = attributes.Value.ToArray() };
                    break;
                case Rtnl.Mtu:
                    link = link with { Mtu = attributes.Number<int>() };
                    break;
                case Rtnl.Master:
                    link = link with { Master = attributes.Number<int>() };
                    break;
                case Rtnl.Link:
                    link = link with { Below = attributes.Number<int>() };
                    break;
                case Rtnl.LinkNetNsId:
                    isBelowElsewhere = true;
                    break;
                case Rtnl.IfAlias:
                    link = link with { Alias = attributes.Text };
                    break;
                case Rtnl.LinkInfo:
                    link = WithKind(link, attributes.Within);
                    break;
            }
        }

        return isBelowElsewhere ? link with { Below = 0 } : link;
    }

    // The kind comes before what is particular to it.
    private static HostLink WithKind(HostLink link, NetlinkAttributes attributes)
    {
        while (attributes.Read())
        {
            if (attributes.Type == Rtnl.InfoKind)
            {
                link = link with { Kind = attributes.Text };
            }
            else if (attributes.Type == Rtnl.InfoData && link.Kind == Rtnl.Vlan)
            {
                link = link with { Tag = TagOf(attributes.Within) };
            }
        }

        return link;
    }

    private static int? TagOf(NetlinkAttributes attributes)
    {
        while (attributes.Read())
        {
            if (attributes.Type == Rtnl.VlanId)
            {
                return attributes.Number<ushort>();
            }
        }

        return null;
    }
}
