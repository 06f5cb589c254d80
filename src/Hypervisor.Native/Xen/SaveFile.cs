using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Hypervisor.Native.Xen;

/// <summary>
/// The file that a saved domain is in: the form of <c>xl save</c>, so that <c>xl restore</c> takes it as well. A mark, what is
/// needed to read it, the configuration as JSON, then the stream of libxenlight. Numbers are in the host's order.
/// </summary>
internal static class SaveFile
{
    private const int HeaderBytes = 48;
    private const uint ByteOrder = 0x01020304;
    private const uint HasJson = 1;
    private const uint IsSecondStream = 2;
    private const int MostConfigBytes = 4 << 20;

    private static ReadOnlySpan<byte> Magic => "Xen saved domain, xl format\n \0 \r"u8;

    /// <summary>Writes what comes before the stream.</summary>
    public static void WriteHeader(SafeFileHandle file, string json)
    {
        var config = Encoding.UTF8.GetBytes(json);
        var header = new byte[HeaderBytes + sizeof(uint) + config.Length + 1];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(32), ByteOrder);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(36), HasJson | IsSecondStream);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(44), (uint)(header.Length - HeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(48), (uint)config.Length + 1);
        config.CopyTo(header, HeaderBytes + sizeof(uint));
        RandomAccess.Write(file, header, 0);
    }

    /// <summary>Reads what comes before the stream: the configuration, and where the stream begins.</summary>
    public static (JsonElement Config, long StreamAt) ReadHeader(SafeFileHandle file, string path)
    {
        var header = new byte[HeaderBytes];
        if (RandomAccess.Read(file, header, 0) != HeaderBytes || !header.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw Wrong(path, "it has no mark of a saved domain");
        }

        var (order, flags, length) = (UInt32(header, 32), UInt32(header, 36), UInt32(header, 44));
        if (order != ByteOrder || (flags & ~(HasJson | IsSecondStream)) != 0 || (flags & HasJson) == 0)
        {
            throw Wrong(path, "it was saved on another kind of host, or by a version of Xen that is not known here");
        }

        var data = length is > sizeof(uint) and <= MostConfigBytes ? new byte[length] : throw Wrong(path, "its configuration has no sensible length");
        if (RandomAccess.Read(file, data, HeaderBytes) != data.Length || UInt32(data, 0) is var json && json > data.Length - sizeof(uint))
        {
            throw Wrong(path, "it is cut off");
        }

        var text = Encoding.UTF8.GetString(data.AsSpan(sizeof(uint), (int)UInt32(data, 0))).TrimEnd('\0');
        try
        {
            return (LibxlJson.Parse(text), HeaderBytes + length);
        }
        catch (HypervisorException e)
        {
            throw new HypervisorException(HypervisorFault.Invalid, $"{path} is no saved domain: its configuration is damaged.", e);
        }
    }

    private static uint UInt32(byte[] from, int at) => BinaryPrimitives.ReadUInt32LittleEndian(from.AsSpan(at));

    private static HypervisorException Wrong(string path, string why) => new(HypervisorFault.Invalid, $"{path} is no saved domain: {why}.");
}
