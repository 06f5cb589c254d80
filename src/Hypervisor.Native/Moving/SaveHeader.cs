using System.Buffers.Binary;
using System.Text;

namespace Hypervisor.Native.Moving;

/// <summary>
/// What <c>xl</c> writes before the stream of libxenlight, in a file and on its way to another host: a mark, what is needed to read
/// it, the configuration as JSON. Numbers are in the host's order.
/// </summary>
internal static class SaveHeader
{
    /// <summary>How long the part before the configuration is.</summary>
    public const int HeadBytes = 48;

    private const uint ByteOrder = 0x01020304;
    private const uint HasJson = 1;
    private const uint IsSecondStream = 2;
    private const int MostConfigBytes = 4 << 20;

    private static ReadOnlySpan<byte> Magic => "Xen saved domain, xl format\n \0 \r"u8;

    /// <summary>The whole header.</summary>
    public static byte[] Of(string json)
    {
        var config = Encoding.UTF8.GetBytes(json);
        var header = new byte[HeadBytes + sizeof(uint) + config.Length + 1];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(32), ByteOrder);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(36), HasJson | IsSecondStream);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(44), (uint)(header.Length - HeadBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(48), (uint)config.Length + 1);
        config.CopyTo(header, HeadBytes + sizeof(uint));
        return header;
    }

    /// <summary>How much follows the head, in bytes.</summary>
    /// <exception cref="FormatException">It is none of a saved domain.</exception>
    public static int Following(ReadOnlySpan<byte> head)
    {
        if (head.Length != HeadBytes || !head.StartsWith(Magic))
        {
            throw new FormatException("it has no mark of a saved domain");
        }

        var (order, flags, length) = (UInt32(head, 32), UInt32(head, 36), UInt32(head, 44));
        if (order != ByteOrder || (flags & ~(HasJson | IsSecondStream)) != 0 || (flags & HasJson) == 0)
        {
            throw new FormatException("it was saved on another kind of host, or by a version of Xen that is not known here");
        }

        return length is > sizeof(uint) and <= MostConfigBytes ? (int)length : throw new FormatException("its configuration has no sensible length");
    }

    /// <summary>The configuration in what follows the head.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public static string Config(ReadOnlySpan<byte> following)
    {
        var length = UInt32(following, 0);
        return length <= following.Length - sizeof(uint)
            ? Encoding.UTF8.GetString(following.Slice(sizeof(uint), (int)length)).TrimEnd('\0')
            : throw new FormatException("it is cut off");
    }

    private static uint UInt32(ReadOnlySpan<byte> from, int at) => BinaryPrimitives.ReadUInt32LittleEndian(from[at..]);
}
