using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;
using XenApi.Core.Model;

namespace XenApi.Core.Storage;

/// <summary>
/// QEMU's qcow2, version 3 (QEMU 1.1 and later), clusters of 64 KiB: header, reference counts, and the first level of
/// the table that finds a guest's clusters. Numbers are big-endian.
/// </summary>
/// <remarks>
/// The table has room for the largest image from the start, as a hole in the file. So growing an image is one
/// number in the header, and nothing can be found half done.
/// </remarks>
internal sealed class Qcow2Format : ImageFormat
{
    /// <summary>The longest name of a base that a header may have, in bytes.</summary>
    public const int BaseNameMost = 1023;

    private const uint Magic = 0x514649FB;
    private const uint BaseFormatExtension = 0xE2792ACA;
    private const int ClusterBits = 16;
    private const long ClusterBytes = 1L << ClusterBits;
    private const int HeaderBytes = 104;
    private const int BackingAt = 8;
    private const int BaseNameAt = HeaderBytes + 24;
    private const int SizeAt = 24;
    private const int FeaturesAt = 72;
    private const long DataElsewhere = 4;
    private const long SectorBytes = 512;

    // One entry finds one cluster of 8-byte entries, each of which finds one cluster of the image.
    private const long EntryCovers = ClusterBytes * (ClusterBytes / 8);
    private const int Entries = (int)(Vdi.VirtualSizeMostBytes / EntryCovers);

    // In the order of the file: header, table of reference counts, reference counts, first-level table.
    private const long CountTableAt = ClusterBytes;
    private const long CountsAt = 2 * ClusterBytes;
    private const long TableAt = 3 * ClusterBytes;
    private const int Clusters = 3 + (int)(((Entries * 8) + ClusterBytes - 1) / ClusterBytes);

    public override string Name => "qcow2";

    public override string Suffix => ".qcow2";

    public override void Make(SafeFileHandle file, long virtualSizeBytes) => Write(file, Header(virtualSizeBytes));

    /// <summary>Makes an overlay in an empty file: it reads like its base wherever nothing was written to it, and as zeros beyond the end of that.</summary>
    /// <param name="file">The file.</param>
    /// <param name="virtualSizeBytes">The size as a guest sees it.</param>
    /// <param name="baseName">The name of a qcow2 file in the same directory.</param>
    public void MakeOverlay(SafeFileHandle file, long virtualSizeBytes, string baseName) => Write(file, [.. Header(virtualSizeBytes, baseName), .. Encoding.ASCII.GetBytes(baseName)]);

    /// <summary>The name of the base that an image is an overlay on; null for one that is whole.</summary>
    /// <exception cref="InvalidDataException">The file is no image of the format, or its content is elsewhere.</exception>
    public string? BaseOf(SafeFileHandle file)
    {
        VirtualSizeBytes(file);
        if (IsWhole(file))
        {
            return null;
        }

        Span<byte> start = stackalloc byte[BackingAt + 12];
        var (at, length) = RandomAccess.Read(file, start, 0) == start.Length
            ? (BinaryPrimitives.ReadInt64BigEndian(start[BackingAt..]), BinaryPrimitives.ReadInt32BigEndian(start[(BackingAt + 8)..]))
            : (0, 0);
        if (length is <= 0 or > BaseNameMost || at < start.Length || at > ClusterBytes - length)
        {
            throw new InvalidDataException("The image keeps its content elsewhere, in no file that it names.");
        }

        var name = new byte[length];
        return RandomAccess.Read(file, name, at) == length ? Encoding.Latin1.GetString(name) : throw new InvalidDataException("The file ends within its header.");
    }

    /// <summary>Whether nothing was ever written to the image; for certain only where that is so.</summary>
    public bool IsUnwritten(SafeFileHandle file)
    {
        Span<byte> start = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(file, start, 0) < start.Length)
        {
            return false;
        }

        // A table of another size, or with snapshots beside it, is none of ours.
        var (entries, at, snapshots) = (BinaryPrimitives.ReadInt32BigEndian(start[36..]), BinaryPrimitives.ReadInt64BigEndian(start[40..]), BinaryPrimitives.ReadInt32BigEndian(start[60..]));
        if (entries != Entries || at <= 0 || snapshots != 0)
        {
            return false;
        }

        var table = new byte[Entries * 8];
        return RandomAccess.Read(file, table, at) == table.Length && !table.AsSpan().ContainsAnyExcept((byte)0);
    }

    private static void Write(SafeFileHandle file, byte[] header)
    {
        RandomAccess.SetLength(file, Clusters * ClusterBytes);

        // Every cluster of ours is referred to once; a count has 16 bits.
        Span<byte> counts = stackalloc byte[Clusters * 2];
        for (var cluster = 0; cluster < Clusters; cluster++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(counts[(cluster * 2)..], 1);
        }

        RandomAccess.Write(file, counts, CountsAt);
        Span<byte> countTable = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(countTable, CountsAt);
        RandomAccess.Write(file, countTable, CountTableAt);
        RandomAccess.Write(file, header, 0);
    }

    public override long VirtualSizeBytes(SafeFileHandle file)
    {
        Span<byte> start = stackalloc byte[SizeAt + 8];
        if (RandomAccess.Read(file, start, 0) < start.Length || BinaryPrimitives.ReadUInt32BigEndian(start) != Magic)
        {
            throw new InvalidDataException("The file is no qcow image.");
        }

        return BinaryPrimitives.ReadInt64BigEndian(start[SizeAt..]);
    }

    public override bool IsWhole(SafeFileHandle file)
    {
        Span<byte> start = stackalloc byte[FeaturesAt + 8];
        var read = RandomAccess.Read(file, start, 0);
        return read >= SizeAt && BinaryPrimitives.ReadInt64BigEndian(start[BackingAt..]) == 0
            && (BinaryPrimitives.ReadInt32BigEndian(start[4..]) < 3 || (BinaryPrimitives.ReadInt64BigEndian(start[FeaturesAt..]) & DataElsewhere) == 0);
    }

    public override bool Grow(SafeFileHandle file, long virtualSizeBytes)
    {
        if (VirtualSizeBytes(file) >= Whole(virtualSizeBytes))
        {
            return false;
        }

        Span<byte> size = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, Whole(virtualSizeBytes));
        RandomAccess.Write(file, size, SizeAt);
        return true;
    }

    // QEMU counts in sectors.
    private static long Whole(long bytes) => (bytes + SectorBytes - 1) / SectorBytes * SectorBytes;

    // What is not written stays zero: no encryption, no snapshots, no features, and where there is no base none, and no extensions.
    private static byte[] Header(long virtualSizeBytes, string? baseName = null)
    {
        var header = new byte[baseName is null ? HeaderBytes + 8 : BaseNameAt];
        BinaryPrimitives.WriteUInt32BigEndian(header, Magic);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 3);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(20), ClusterBits);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(SizeAt), Whole(virtualSizeBytes));
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(36), Entries);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(40), TableAt);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(48), CountTableAt);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(56), 1);

        // A count has 2^4 bits.
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(96), 4);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(100), HeaderBytes);
        if (baseName is not null)
        {
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(BackingAt), BaseNameAt);
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(BackingAt + 8), baseName.Length);

            // Nobody is to guess the format of a base by its content, which is a guest's. The list ends with zeros.
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(HeaderBytes), BaseFormatExtension);
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(HeaderBytes + 4), "qcow2"u8.Length);
            "qcow2"u8.CopyTo(header.AsSpan(HeaderBytes + 8));
        }

        return header;
    }
}
