using System.Net;
using System.Runtime.InteropServices;
using Hypervisor.Native;
using Hypervisor.Native.Linux;
using Hypervisor.Native.Linux.Netlink;

namespace XenCim.Tests.Hypervisor;

/// <summary>
/// A network namespace of its own, with a pair of virtual cables in it: what is done there, the host does not see. It belongs to a
/// thread, and its sockets reach it from everywhere.
/// </summary>
internal sealed class LinuxNamespace : IDisposable
{
    public const string Nic = "eth7";
    public const string FarEnd = "far7";

    private const int NewNet = 0x40000000;
    private const ushort PeerOfVeth = 1;
    private const byte Inet = 2;
    private const byte Inet6 = 10;
    private const ushort IfaLocal = 2;

    private readonly NetlinkSocket socket;

    private LinuxNamespace(NetlinkSocket own, NetlinkSocket ours)
    {
        socket = own;
        Links = new(own);
        Network = new(ours);
    }

    /// <summary>A look of the test's own at what is there.</summary>
    public LinkTable Links { get; }

    /// <summary>What is tested.</summary>
    public HostNetwork Network { get; }

    /// <summary>Makes one; null where the machine does not allow it.</summary>
    public static LinuxNamespace? Make()
    {
        LinuxNamespace? made = null;
        var thread = new Thread(() => made = Unshare(NewNet) == 0 ? new(NetlinkSocket.Open(), NetlinkSocket.Open()) : null);
        thread.Start();
        thread.Join();
        return made;
    }

    /// <summary>Why tests in a namespace are passed over; null where they run.</summary>
    /// <param name="kind">The kind of link that the kernel must have.</param>
    public static string? Missing(string kind)
    {
        using var space = OperatingSystem.IsLinux() ? Make() : null;
        if (space is null)
        {
            return "The machine allows no network namespace.";
        }

        try
        {
            space.Plant(Nic, "veth");
            if (kind == Rtnl.Vlan)
            {
                space.Links.MakeVlan("v", space.Links.Find(Nic)!, 1);
            }
            else
            {
                space.Links.MakeBridge("b");
            }

            return null;
        }
        catch (HypervisorException e) when (e.Fault == HypervisorFault.Unsupported)
        {
            return $"The kernel has no {kind}.";
        }
    }

    /// <summary>A namespace with <see cref="Nic"/> and the other end of its cable.</summary>
    public static LinuxNamespace WithNic()
    {
        var space = Make()!;
        space.Plant(Nic, "veth");
        return space;
    }

    /// <summary>Makes a link, as the host's own tools would.</summary>
    public void Plant(string name, string kind)
    {
        var request = new NetlinkWriter(new byte[512], Rtnl.NewLink, Rtnl.Request | Rtnl.Ack | Rtnl.Create | Rtnl.Excl, socket.NextSequence());
        request.Link(0, 0, 0);
        request.Put(Rtnl.IfName, name);
        var info = request.Open(Rtnl.LinkInfo);
        request.Put(Rtnl.InfoKind, kind);
        if (kind == "veth")
        {
            var data = request.Open(Rtnl.InfoData);
            var peer = request.Open(PeerOfVeth);
            request.Link(0, 0, 0);
            request.Put(Rtnl.IfName, FarEnd);
            request.Close(peer);
            request.Close(data);
        }

        request.Close(info);
        socket.Ask("plant a link", request.Finish(), _ => { });
    }

    /// <summary>Changes a link, as the host's own tools would.</summary>
    public void Change(string name, LinkChange change) => Links.Change("change a link", Links.Find(name)!, change);

    /// <summary>Gives a link an IP address, of IPv4 where nothing else is said.</summary>
    public void GiveAddress(string name, string address = "127.7.7.7")
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        var request = new NetlinkWriter(new byte[512], Rtnl.NewAddr, Rtnl.Request | Rtnl.Ack | Rtnl.Create, socket.NextSequence());
        request.Address(bytes.Length == 4 ? Inet : Inet6, (byte)(bytes.Length * 8), Links.Find(name)!.Index);
        request.Put(IfaLocal, bytes.AsSpan());
        request.Put(Rtnl.IfaAddress, bytes.AsSpan());
        socket.Ask("give an address", request.Finish(), _ => { });
    }

    /// <summary>The links but the loopback, as text: name, master, whether up.</summary>
    public string Look()
    {
        var all = Links.All();
        return string.Join(' ', all.Where(link => link.Name is not ("lo" or FarEnd)).OrderBy(link => link.Name, StringComparer.Ordinal).Select(link =>
            $"{link.Name}{(link.Master == 0 ? "" : $">{all.Single(other => other.Index == link.Master).Name}")}{(link.IsUp ? "+" : "-")}"));
    }

    public void Dispose()
    {
        Network.Dispose();
        socket.Dispose();
    }

    [DllImport("libc", EntryPoint = "unshare")]
    private static extern int Unshare(int flags);
}
