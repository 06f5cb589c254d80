using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace XenApi.Core.Storage;

/// <summary>
/// Copies what a file holds: shares its blocks where the file system can, else leaves its holes holes and makes holes of zeros too.
/// </summary>
internal static class ImageCopy
{
    private const int PieceBytes = 1 << 20;
    private const int GrainBytes = 1 << 16;

    /// <summary>Copies a file of a length into a new, empty one.</summary>
    public static async Task RunAsync(SafeFileHandle from, SafeFileHandle to, long lengthBytes, IProgress<double> progress, CancellationToken cancelled)
    {
        if (Posix.TryShare(from, to))
        {
            progress.Report(1);
            return;
        }

        RandomAccess.SetLength(to, lengthBytes);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (var at = Posix.NextBytes(from, 0, lengthBytes); at < lengthBytes; at = Posix.NextBytes(from, at, lengthBytes))
            {
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
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static async Task WriteAsync(SafeFileHandle to, ReadOnlyMemory<byte> piece, long at, CancellationToken cancelled)
    {
        for (var from = 0; from < piece.Length; from += GrainBytes)
        {
            var grain = piece.Slice(from, Math.Min(GrainBytes, piece.Length - from));
            if (grain.Span.ContainsAnyExcept((byte)0))
            {
                await RandomAccess.WriteAsync(to, grain, at + from, cancelled).ConfigureAwait(false);
            }
        }
    }
}
