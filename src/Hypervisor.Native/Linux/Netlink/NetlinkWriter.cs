using System.Runtime.InteropServices;
using System.Text;

namespace Hypervisor.Native.Linux.Netlink;

/// <summary>Writes one message of netlink: a header, what is fixed for its type, attributes. Numbers are in the order of the machine.</summary>
internal ref struct NetlinkWriter
{
    /// <summary>The bytes of the header of a message.</summary>
    public const int HeaderBytes = 16;

    /// <summary>The bytes of the header of an attribute.</summary>
    public const int AttributeHeaderBytes = 4;

    private readonly Span<byte> buffer;
    private int length;

    public NetlinkWriter(Span<byte> buffer, ushort type, ushort flags, uint sequence)
    {
        this.buffer = buffer;
        var header = Room(HeaderBytes);
        MemoryMarshal.Write(header[4..], type);
        MemoryMarshal.Write(header[6..], flags);
        MemoryMarshal.Write(header[8..], sequence);
    }

    /// <summary>Where the next attribute or message begins: all are aligned to four bytes.</summary>
    public static int Aligned(int length) => (length + 3) & ~3;

    /// <summary>The number of a request that was written.</summary>
    public static uint SequenceOf(ReadOnlySpan<byte> message) => MemoryMarshal.Read<uint>(message[8..]);

    /// <summary>Writes what is fixed for messages about links (struct ifinfomsg).</summary>
    public void Link(int index, uint flags, uint changed)
    {
        var fixedPart = Room(16);
        MemoryMarshal.Write(fixedPart[4..], index);
        MemoryMarshal.Write(fixedPart[8..], flags);
        MemoryMarshal.Write(fixedPart[12..], changed);
    }

    /// <summary>Writes what is fixed for messages about addresses (struct ifaddrmsg).</summary>
    public void Address(byte family, byte prefix, int index)
    {
        var fixedPart = Room(8);
        fixedPart[0] = family;
        fixedPart[1] = prefix;
        MemoryMarshal.Write(fixedPart[4..], index);
    }

    /// <summary>Writes an attribute.</summary>
    public void Put(ushort type, scoped ReadOnlySpan<byte> value)
    {
        var attribute = Room(AttributeHeaderBytes + value.Length);
        MemoryMarshal.Write(attribute, (ushort)(AttributeHeaderBytes + value.Length));
        MemoryMarshal.Write(attribute[2..], type);
        value.CopyTo(attribute[AttributeHeaderBytes..]);
    }

    /// <summary>Writes a number.</summary>
    public void Put<T>(ushort type, T number)
        where T : unmanaged
    {
        Span<byte> value = stackalloc byte[Marshal.SizeOf<T>()];
        MemoryMarshal.Write(value, number);
        Put(type, value);
    }

    /// <summary>Writes a text with the zero at its end.</summary>
    public void Put(ushort type, string text) => Put(type, Encoding.UTF8.GetBytes($"{text}\0").AsSpan());

    /// <summary>Begins an attribute that has attributes in it.</summary>
    /// <returns>What <see cref="Close"/> wants.</returns>
    public int Open(ushort type)
    {
        var mark = length;
        Put(type, []);
        return mark;
    }

    /// <summary>Ends an attribute that has attributes in it.</summary>
    public readonly void Close(int mark) => MemoryMarshal.Write(buffer[mark..], (ushort)(length - mark));

    /// <summary>Ends the message.</summary>
    public readonly ReadOnlySpan<byte> Finish()
    {
        MemoryMarshal.Write(buffer, length);
        return buffer[..length];
    }

    private Span<byte> Room(int bytes)
    {
        if (Aligned(bytes) > buffer.Length - length)
        {
            throw new HypervisorException(HypervisorFault.Invalid, $"A request to the kernel is longer than {buffer.Length} bytes.");
        }

        var room = buffer.Slice(length, Aligned(bytes));
        room.Clear();
        length += room.Length;
        return room[..bytes];
    }
}
