using System.Globalization;
using Hypervisor.Native.Linux.Netlink;

namespace Hypervisor.Native.Linux;

/// <summary>
/// Sets up interfaces of the host and VLANs on them. What would cut the host off is refused: an interface with IP addresses joins no
/// bridge, and none leaves a bridge of others that has such.
/// </summary>
internal sealed class NicOrders(LinkTable links, BridgeOrders bridges)
{
    private const int MacBytes = 6;
    private const int TagMost = 4094;
    private const int MtuLeast = 68;
    private const int MtuMost = 65535;

    /// <summary>Sets up an interface, or a VLAN on one. An order that fails leaves it as it was.</summary>
    public void Plug(HostNicConfig nic)
    {
        if (nic.Vlan is < 0 or > TagMost || nic.Mtu is < MtuLeast or > MtuMost)
        {
            throw new HypervisorException(HypervisorFault.Invalid, $"VLAN {nic.Vlan} or MTU {nic.Mtu} is out of range: 0 to {TagMost}, {MtuLeast} to {MtuMost}.");
        }

        var mac = MacOf(nic.Mac);
        var device = links.Find(nic.Device) ?? throw new HypervisorException(HypervisorFault.NotFound, $"The host has no interface {nic.Device}.");
        var bridge = nic.Bridge is null ? null : bridges.Get(nic.Bridge);
        if (nic.Vlan is { } tag)
        {
            PlugVlan(device, tag, mac, nic.Mtu, bridge);
        }
        else
        {
            Set(device, Joining(device, bridge) with { Mac = Other(device, mac), Mtu = nic.Mtu == device.Mtu ? null : nic.Mtu });
        }
    }

    /// <summary>Takes an interface from its bridge, and removes a VLAN that was made here.</summary>
    public void Unplug(string device, int? vlan)
    {
        if (links.Find(device) is not { } nic)
        {
            return;
        }

        if (vlan is { } tag)
        {
            if (FindVlan(nic, tag) is not { } found)
            {
                return;
            }

            nic = found;
        }

        if (nic is { IsOurs: true, Kind: Rtnl.Vlan })
        {
            if (links.HasAddresses(nic))
            {
                throw new HypervisorException(HypervisorFault.Busy, $"VLAN {nic.Name} has IP addresses of the host; take them from it first.");
            }

            links.Remove(nic);
        }
        else if (nic.Master != 0)
        {
            Leave(nic);
        }
    }

    private static byte[]? MacOf(string text)
    {
        var parts = text.Split(':');
        var mac = new byte[MacBytes];
        for (var i = 0; i < MacBytes; i++)
        {
            if (parts.Length != MacBytes || parts[i].Length != 2
                || !byte.TryParse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out mac[i]))
            {
                return text.Length == 0
                    ? null
                    : throw new HypervisorException(HypervisorFault.Invalid, "A hardware address is six octets in hexadecimal with colons between them.");
            }
        }

        return mac;
    }

    private static byte[]? Other(HostLink link, byte[]? mac) => mac is null || link.Mac.SequenceEqual(mac) ? null : mac;

    private HostLink? FindVlan(HostLink below, int tag) => links.All().FirstOrDefault(link => link.Kind == Rtnl.Vlan && link.Below == below.Index && link.Tag == tag);

    // A long name of the interface leaves no room for the tag.
    private static string NameOf(HostLink below, int tag) => LinkTable.IsName($"{below.Name}.{tag}") ? $"{below.Name}.{tag}" : $"vlan{below.Index}.{tag}";

    private void PlugVlan(HostLink below, int tag, byte[]? mac, int mtu, HostLink? bridge)
    {
        if (mtu > below.Mtu)
        {
            throw new HypervisorException(
                HypervisorFault.Invalid, $"A VLAN on {below.Name} cannot have the MTU {mtu}; {below.Name} itself has {below.Mtu}, set that up first.");
        }

        var vlan = FindVlan(below, tag);
        var join = vlan is null ? new() { Master = bridge?.Index } : Joining(vlan, bridge);
        if (!below.IsUp)
        {
            links.Change($"set up {below.Name}", below, new() { IsUp = true });
        }

        try
        {
            if (vlan is null)
            {
                MakeVlan(below, tag, join, mac, mtu);
            }
            else
            {
                // How a VLAN of others is set up is their matter.
                join = join with { IsUp = vlan.IsUp ? null : true };
                Set(vlan, vlan.IsOurs ? join with { Mac = Other(vlan, mac), Mtu = mtu == vlan.Mtu ? null : mtu } : join);
            }
        }
        catch (HypervisorException) when (!below.IsUp)
        {
            Restore(below, new() { IsUp = true });
            throw;
        }
    }

    private void MakeVlan(HostLink below, int tag, LinkChange join, byte[]? mac, int mtu)
    {
        var name = NameOf(below, tag);
        links.MakeVlan(name, below, tag);
        var made = links.Find(name) ?? throw new HypervisorException(HypervisorFault.Transient, $"VLAN {name} went away while it was set up.");
        try
        {
            links.Change(
                $"set up VLAN {name}",
                made,
                join with { Alias = HostLink.OurAlias, IsUp = true, Mac = Other(made, mac), Mtu = mtu == made.Mtu ? null : mtu });
        }
        catch (HypervisorException)
        {
            links.Remove(made);
            throw;
        }
    }

    private LinkChange Joining(HostLink link, HostLink? bridge)
    {
        if (bridge is null)
        {
            return new();
        }

        if (link.Master == bridge.Index)
        {
            return new() { IsUp = link.IsUp ? null : true };
        }

        if (link.Master != 0)
        {
            throw new HypervisorException(HypervisorFault.Busy, $"{link.Name} is part of {NameOf(link.Master)}; take it out of there first.");
        }

        if (links.HasAddresses(link))
        {
            throw new HypervisorException(
                HypervisorFault.Busy,
                $"{link.Name} has IP addresses, which the host would lose if it joined bridge {bridge.Name}. Give them to the bridge in the host's own network configuration, with {link.Name} in it.");
        }

        return new() { Master = bridge.Index, IsUp = link.IsUp ? null : true };
    }

    // The kernel does one thing after the other: what it did before it refused is undone.
    private void Set(HostLink link, LinkChange change)
    {
        try
        {
            links.Change($"set up {link.Name}", link, change);
        }
        catch (HypervisorException)
        {
            Restore(link, change);
            throw;
        }
    }

    private void Restore(HostLink link, LinkChange change)
    {
        try
        {
            links.Change(
                $"set up {link.Name} as it was",
                link,
                new()
                {
                    Mac = change.Mac is null ? null : [.. link.Mac],
                    Mtu = change.Mtu is null ? null : link.Mtu,
                    Master = change.Master is null ? null : link.Master,
                    IsUp = change.IsUp is null ? null : link.IsUp,
                });
        }
        catch (HypervisorException)
        {
            // What matters is why it could not be changed.
        }
    }

    private void Leave(HostLink nic)
    {
        var master = links.All().FirstOrDefault(link => link.Index == nic.Master);
        if (master is not { Kind: Rtnl.Bridge })
        {
            return;
        }

        if (!master.IsOurs && links.HasAddresses(master))
        {
            throw new HypervisorException(
                HypervisorFault.Busy, $"Bridge {master.Name} has IP addresses of the host, which may be reached through {nic.Name}; take it out with the host's own tools.");
        }

        links.Change($"take {nic.Name} from bridge {master.Name}", nic, new() { Master = 0 });
    }

    private string NameOf(int index) => links.All().FirstOrDefault(link => link.Index == index)?.Name ?? "another link";
}
