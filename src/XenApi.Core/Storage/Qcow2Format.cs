using System.Buffers.Binary;
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
    private const uint Magic = 0x514649FB;
    private const int ClusterBits = 16;
    private const long ClusterBytes = 1L << ClusterBits;
    private const int HeaderBytes = 104;
    private const int BackingAt = 8;
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

    public override void Make(SafeFileHandle file, long virtualSizeBytes)
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
        RandomAccess.Write(file, Header(virtualSizeBytes), 0);
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

    // What is not written stays zero: no backing file, no encryption, no snapshots, no features, no extensions.
    private static byte[] Header(long virtualSizeBytes)
    {
        var header = new byte[HeaderBytes + 8];
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
        return header;
    }
}
