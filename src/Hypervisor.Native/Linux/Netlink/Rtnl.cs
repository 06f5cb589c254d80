namespace Hypervisor.Native.Linux.Netlink;

/// <summary>The numbers of netlink(7) and rtnetlink(7), under their names without the prefixes of C.</summary>
internal static class Rtnl
{
    // Messages of netlink itself.
    public const ushort Noop = 1;
    public const ushort Error = 2;
    public const ushort Done = 3;
    public const ushort Overrun = 4;

    // Messages about links and addresses.
    public const ushort NewLink = 16;
    public const ushort DelLink = 17;
    public const ushort GetLink = 18;
    public const ushort SetLink = 19;
    public const ushort NewAddr = 20;
    public const ushort GetAddr = 22;

    // Flags of requests.
    public const ushort Request = 0x1;
    public const ushort Ack = 0x4;
    public const ushort Dump = 0x300;
    public const ushort Excl = 0x200;
    public const ushort Create = 0x400;

    // Flags of answers.
    public const ushort DumpIntr = 0x10;
    public const ushort Capped = 0x100;
    public const ushort AckTlvs = 0x200;

    // What an acknowledgement has besides the error.
    public const ushort ErrorText = 1;

    // Attributes of a link.
    public const ushort Address = 1;
    public const ushort IfName = 3;
    public const ushort Mtu = 4;
    public const ushort Link = 5;
    public const ushort Master = 10;
    public const ushort LinkInfo = 18;
    public const ushort IfAlias = 20;
    public const ushort ExtMask = 29;
    public const ushort LinkNetNsId = 37;

    // Attributes in LinkInfo, and of a VLAN in its InfoData.
    public const ushort InfoKind = 1;
    public const ushort InfoData = 2;
    public const ushort VlanId = 1;

    // Attributes of an address.
    public const ushort IfaAddress = 1;

    /// <summary>In <see cref="ExtMask"/>: counters are not wanted.</summary>
    public const uint SkipStats = 8;

    /// <summary>The flag of a link that is up.</summary>
    public const uint Up = 1;

    /// <summary>The kind of a bridge.</summary>
    public const string Bridge = "bridge";

    /// <summary>The kind of a VLAN.</summary>
    public const string Vlan = "vlan";
}
