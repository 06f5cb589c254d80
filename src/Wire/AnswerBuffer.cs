using System.Buffers;
using System.Runtime.CompilerServices;

namespace Wire;

/// <summary>
/// An answer in the making: bytes in pooled segments, so that a large one needs no large array. As long as nothing of it
/// is sent, an error may still take its place.
/// </summary>
public sealed class AnswerBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstBytes = 4 * 1024;
    private const int LargestBytes = 1024 * 1024;

    private readonly List<(byte[] Bytes, int Length)> full = [];
    private byte[] current = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int used;
    private long before;

    /// <summary>How many bytes are written.</summary>
    public long Length => before + used;

    /// <summary>How many of them are sent already, and are here no more.</summary>
    public long Sent { get; private set; }

    /// <summary>Forgets what is written.</summary>
    public void Reset()
    {
        Release();
        before = 0;
        Sent = 0;
    }

    /// <summary>Lets go of what is sent: all that is written so far.</summary>
    public void Release()
    {
        Sent = Length;
        foreach (var (bytes, _) in full)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        full.Clear();
        before = Sent;
        used = 0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (current.Length - used < sizeHint || current.Length == used)
        {
            Grow(sizeHint);
        }

        return current.AsSpan(used);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return current.AsMemory(used);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(current.Length - used), nameof(count));
        used += count;
    }

    /// <summary>Writes bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        used += bytes.Length;
    }

    /// <summary>Takes over what is written in another buffer, which is empty and disposed then; no byte is copied.</summary>
    public void Join(AnswerBuffer next)
    {
        if (used > 0)
        {
            full.Add((current, used));
        }
        else
        {
            ArrayPool<byte>.Shared.Return(current);
        }

        full.AddRange(next.full);
        before += used + next.before;
        (current, used) = (next.current, next.used);
        next.full.Clear();
        (next.current, next.used, next.before) = ([], 0, 0);
    }

    /// <summary>Forgets what was written beyond a length, of which nothing is sent.</summary>
    public void CutTo(long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Sent);
        while (length < before)
        {
            ArrayPool<byte>.Shared.Return(current);
            (current, used) = full[^1];
            full.RemoveAt(full.Count - 1);
            before -= used;
        }

        used = (int)Math.Min(used, length - before);
    }

    /// <summary>What is not sent, segment by segment.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Segments()
    {
        foreach (var (bytes, length) in full)
        {
            yield return bytes.AsMemory(0, length);
        }

        if (used > 0)
        {
            yield return current.AsMemory(0, used);
        }
    }

    /// <summary>Copies what is not sent into another writer, such as a response's pipe; sends nothing.</summary>
    public void CopyTo(IBufferWriter<byte> output)
    {
        foreach (var (bytes, length) in full)
        {
            Copy(bytes.AsSpan(0, length), output);
        }

        Copy(current.AsSpan(0, used), output);
    }

    /// <summary>What is not sent, in one piece: for tests and small answers.</summary>
    public byte[] ToArray()
    {
        var all = new byte[Length - Sent];
        var at = 0;
        foreach (var segment in Segments())
        {
            segment.Span.CopyTo(all.AsSpan(at));
            at += segment.Length;
        }

        return all;
    }

    /// <summary>Gives the segments back; a disposed buffer can be written again.</summary>
    public void Dispose()
    {
        Reset();
        ArrayPool<byte>.Shared.Return(current);
        current = [];
    }

    // Kestrel gives no room before the head is sent unless it is told how much is wanted.
    private static void Copy(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }

    private void Grow(int sizeHint)
    {
        if (used > 0)
        {
            full.Add((current, used));
            before += used;
            used = 0;
        }
        else if (current.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(current);
        }

        var wanted = Math.Clamp(current.Length * 4L, FirstBytes, LargestBytes);
        current = ArrayPool<byte>.Shared.Rent((int)Math.Max(wanted, sizeHint));
    }
}
