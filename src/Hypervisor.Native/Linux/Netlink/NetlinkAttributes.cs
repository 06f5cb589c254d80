using System.Runtime.InteropServices;
using System.Text;

namespace Hypervisor.Native.Linux.Netlink;

/// <summary>Reads attributes one after the other.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    // The upper two bits say that there are attributes within, and the order of bytes.
    private const int TypeBits = 0x3FFF;

    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>The type of the attribute that was read last.</summary>
    public ushort Type { get; private set; }

    /// <summary>The value of the attribute that was read last.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The value as a text, up to its first zero.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Value.IndexOf((byte)0) is >= 0 and var end ? Value[..end] : Value);

    /// <summary>The value as attributes.</summary>
    public readonly NetlinkAttributes Within => new(Value);

    /// <summary>Takes the next attribute; false at the end.</summary>
    public bool Read()
    {
        if (rest.IsEmpty)
        {
            return false;
        }

        var length = rest.Length < NetlinkWriter.AttributeHeaderBytes ? 0 : MemoryMarshal.Read<ushort>(rest);
        if (length < NetlinkWriter.AttributeHeaderBytes || length > rest.Length)
        {
            throw KernelRefusal.Malformed($"an attribute has {length} bytes where {rest.Length} are left");
        }

        Type = (ushort)(MemoryMarshal.Read<ushort>(rest[2..]) & TypeBits);
        Value = rest[NetlinkWriter.AttributeHeaderBytes..length];
        rest = rest[Math.Min(NetlinkWriter.Aligned(length), rest.Length)..];
        return true;
    }

    /// <summary>The value as a number.</summary>
    public readonly T Number<T>()
        where T : unmanaged => MemoryMarshal.TryRead<T>(Value, out var number)
        ? number
        : throw KernelRefusal.Malformed($"attribute {Type} has {Value.Length} bytes, too few for a number");
}
