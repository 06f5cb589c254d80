using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace XenApi.Core.Storage;

/// <summary>
/// Copies what a file or device holds: shares its blocks where the file system can, else leaves its holes holes and makes holes of zeros too. A device that had something before gets
/// zeros where the source has none.
/// </summary>
internal static class ImageCopy
{
    private const int PieceBytes = 1 << 20;
    private const int GrainBytes = 1 << 16;
    private const long ZeroedAtOnceBytes = 64 << 20;

    /// <summary>Copies a file of a length into a new, empty one.</summary>
    public static async Task RunAsync(SafeFileHandle from, CopyTarget to, long lengthBytes, IProgress<double> progress, CancellationToken cancelled)
    {
        if (!to.IsDevice)
        {
            if (Posix.TryShare(from, to.File))
            {
                progress.Report(1);
                return;
            }

            RandomAccess.SetLength(to.File, lengthBytes);
        }

        var (piece, done) = (ArrayPool<byte>.Shared.Rent(PieceBytes), 0L);
        try
        {
            for (var at = Posix.NextBytes(from, 0, lengthBytes); at < lengthBytes; at = Posix.NextBytes(from, at, lengthBytes))
            {
                ZeroGap(to, done, at, cancelled);
                for (var hole = Posix.NextHole(from, at, lengthBytes); at < hole;)
                {
                    cancelled.ThrowIfCancellationRequested();
                    var read = await RandomAccess.ReadAsync(from, piece.AsMemory(0, (int)Math.Min(PieceBytes, hole - at)), at, cancelled).ConfigureAwait(false);
                    if (read == 0)
                    {
                        throw new EndOfStreamException("The image became shorter while it was copied.");
                    }

                    await WriteAsync(to, piece.AsMemory(0, read), at, cancelled).ConfigureAwait(false);
                    at += read;
                    progress.Report((double)at / lengthBytes);
                }

                done = at;
            }

            ZeroGap(to, done, to.IsDevice ? Posix.Length(to.File) : lengthBytes, cancelled);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>Has a part of a file or device read as zeros.</summary>
    public static void Zero(SafeFileHandle file, long from, long end, CancellationToken cancelled)
    {
        for (var at = from; at < end;)
        {
            cancelled.ThrowIfCancellationRequested();
            var part = Math.Min(ZeroedAtOnceBytes, end - at);
            if (!Posix.TryZero(file, at, part))
            {
                part = Math.Min(PieceBytes, part);
                RandomAccess.Write(file, new byte[part], at);
            }

            at += part;
        }
    }

    private static void ZeroGap(CopyTarget to, long from, long end, CancellationToken cancelled)
    {
        if (!to.IsZeroed)
        {
            Zero(to.File, from, end, cancelled);
        }
    }

    private static async Task WriteAsync(CopyTarget to, ReadOnlyMemory<byte> piece, long at, CancellationToken cancelled)
    {
        for (var from = 0; from < piece.Length; from += GrainBytes)
        {
            var grain = piece.Slice(from, Math.Min(GrainBytes, piece.Length - from));
            if (!to.IsZeroed || grain.Span.ContainsAnyExcept((byte)0))
            {
                await RandomAccess.WriteAsync(to.File, grain, at + from, cancelled).ConfigureAwait(false);
            }
        }
    }
}
