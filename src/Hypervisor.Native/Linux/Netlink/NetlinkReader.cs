using System.Runtime.InteropServices;

namespace Hypervisor.Native.Linux.Netlink;

/// <summary>Reads the messages of one datagram.</summary>
internal ref struct NetlinkReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> rest = datagram;

    /// <summary>Takes the next message; false at the end.</summary>
    public bool Read(out NetlinkMessage message)
    {
        message = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        var length = rest.Length < NetlinkWriter.HeaderBytes ? 0 : MemoryMarshal.Read<uint>(rest);
        if (length < NetlinkWriter.HeaderBytes || length > rest.Length)
        {
            throw KernelRefusal.Malformed($"a message has {length} bytes where {rest.Length} are left");
        }

        message = new(
            MemoryMarshal.Read<ushort>(rest[4..]), MemoryMarshal.Read<ushort>(rest[6..]), MemoryMarshal.Read<uint>(rest[8..]),
            rest[NetlinkWriter.HeaderBytes..(int)length]);
        rest = rest[Math.Min(NetlinkWriter.Aligned((int)length), rest.Length)..];
        return true;
    }
}
