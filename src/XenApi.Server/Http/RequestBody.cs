using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using XenApi.Server.Settings;

namespace XenApi.Server.Http;

/// <summary>
/// The body of a request in one piece: where it has come in one piece it stays where it is, else it is copied into a
/// pooled array.
/// </summary>
internal sealed class RequestBody
{
    private PipeReader? reader;
    private ReadOnlySequence<byte> received;
    private byte[]? rented;
    private long taken;
    private Traffic? traffic;

    /// <summary>Reads it whole.</summary>
    /// <exception cref="BadHttpRequestException">It is too long, too slow or malformed; the status says which.</exception>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(PipeReader from, Traffic limitedBy, HttpLimits limits)
    {
        reader = from;
        traffic = limitedBy;
        var first = from.ReadAsync();
        return first.IsCompletedSuccessfully && first.Result is { IsCompleted: true } result
            ? new(Whole(result.Buffer))
            : RestAsync(first.IsCompletedSuccessfully ? new(first.Result) : first, from, limits);
    }

    /// <summary>Lets go of it.</summary>
    public void Release()
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
            rented = null;
        }

        if (!received.IsEmpty)
        {
            reader!.AdvanceTo(received.End);
            received = default;
        }

        if (taken > 0)
        {
            traffic!.GiveBack(taken);
            taken = 0;
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> RestAsync(ValueTask<ReadResult> first, PipeReader from, HttpLimits limits)
    {
        using var enough = new CancellationTokenSource(limits.BodyTime);
        using var late = enough.Token.UnsafeRegister(state => ((PipeReader)state!).CancelPendingRead(), from);
        var result = await first.ConfigureAwait(false);
        while (!result.IsCompleted)
        {
            from.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCanceled)
            {
                throw new BadHttpRequestException($"The body did not come within {limits.BodyTime.TotalSeconds:0.#} s.", StatusCodes.Status408RequestTimeout);
            }

            Take(result.Buffer.Length);
            result = await from.ReadAsync().ConfigureAwait(false);
        }

        return Whole(result.Buffer);
    }

    private ReadOnlyMemory<byte> Whole(ReadOnlySequence<byte> buffer)
    {
        received = buffer;
        Take(buffer.Length);
        if (buffer.IsSingleSegment)
        {
            return buffer.First;
        }

        var length = (int)buffer.Length;
        rented = ArrayPool<byte>.Shared.Rent(length);
        buffer.CopyTo(rented);
        reader!.AdvanceTo(buffer.End);
        received = default;
        return rented.AsMemory(0, length);
    }

    private void Take(long length)
    {
        if (!traffic!.Take(length - taken))
        {
            throw new BadHttpRequestException("All requests together are too long just now; try again later.", StatusCodes.Status503ServiceUnavailable);
        }

        taken = length;
    }
}
