using System.Buffers;

namespace Hypervisor.Native.Linux;

/// <summary>Reads a text file line by line as bytes, and keeps no more of it than one line.</summary>
internal static class TextLines
{
    /// <summary>The most bytes of a line that are given; the rest of a longer one is left out.</summary>
    public const int LongestLine = 16384;

    /// <summary>Takes a line, without its end; false where no further one is wanted.</summary>
    public delegate bool Taking(ReadOnlySpan<byte> line);

    /// <summary>Gives the lines of a file, up to so many bytes of it.</summary>
    /// <returns>Whether there is such a file.</returns>
    public static bool Read(string path, long mostBytes, Taking take)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            Read(file, mostBytes, take);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Read(FileStream file, long mostBytes, Taking take)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LongestLine);
        try
        {
            var held = 0;
            var isRest = false;
            while (mostBytes > 0 && file.Read(buffer, held, (int)Math.Min(LongestLine - held, mostBytes)) is > 0 and var read)
            {
                mostBytes -= read;
                held += read;
                var start = 0;
                for (int length; (length = buffer.AsSpan(start, held - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
                {
                    if (!isRest && !take(buffer.AsSpan(start, length)))
                    {
                        return;
                    }

                    isRest = false;
                }

                held -= start;
                buffer.AsSpan(start, held).CopyTo(buffer);
                if (held == LongestLine)
                {
                    if (!isRest && !take(buffer.AsSpan(0, held)))
                    {
                        return;
                    }

                    isRest = true;
                    held = 0;
                }
            }

            if (held > 0 && !isRest)
            {
                take(buffer.AsSpan(0, held));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
