using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Wire;

namespace XenApi.Server.Http;

/// <summary>
/// The answer of a visit on its way: whole, with its length told before, or in pieces while it is still being written
/// (chunked, in HTTP/1.1). Compressed where the client wants that.
/// </summary>
internal sealed class Outgoing(Visit visit) : IDisposable
{
    private const int AtOnceBytes = 32 * 1024;

    private static readonly StringValues Gzip = "gzip";
    private static readonly StringValues AcceptEncoding = "Accept-Encoding";

    private AnswerBuffer? compressed;
    private GZipStream? gzip;
    private bool isFlowing;

    private IHttpResponseBodyFeature Body => visit.Features.GetRequiredFeature<IHttpResponseBodyFeature>();

    /// <summary>Begins another answer.</summary>
    public void Begin()
    {
        isFlowing = false;
        gzip = null;
    }

    /// <summary>Sends what is written so far.</summary>
    public async ValueTask FlowAsync()
    {
        if (!isFlowing)
        {
            isFlowing = true;
            Head(isLong: true);
        }

        var answer = visit.Answer;
        if (gzip is not null)
        {
            Compression.Write(visit.Answer, gzip);
            answer = compressed!;
        }

        await PiecesAsync(answer).ConfigureAwait(false);
        answer.Release();
        visit.Answer.Release();
    }

    /// <summary>Sends the answer, or the rest of it.</summary>
    public async ValueTask FinishAsync()
    {
        var answer = visit.Answer;
        if (!isFlowing)
        {
            Head(answer.Length >= Compression.LeastBytes);
        }

        if (gzip is not null)
        {
            Compression.Write(answer, gzip);
            await gzip.DisposeAsync().ConfigureAwait(false);
            answer = compressed!;
        }

        if (!isFlowing)
        {
            visit.Features.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentLength = answer.Length;
            if (answer.Length <= AtOnceBytes)
            {
                // Kestrel sends it with the head once the request is done.
                answer.CopyTo(Body.Writer);
                return;
            }
        }

        await PiecesAsync(answer).ConfigureAwait(false);
    }

    /// <summary>Lets go of its memory; it can be used again.</summary>
    public void Dispose()
    {
        gzip = null;
        compressed?.Dispose();
    }

    private void Head(bool isLong)
    {
        var response = visit.Features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = visit.Status;
        response.Headers.ContentType = visit.ContentType;
        if (isLong && Compression.IsWanted(visit.Features.GetRequiredFeature<IHttpRequestFeature>().Headers.AcceptEncoding))
        {
            response.Headers.ContentEncoding = Gzip;
            response.Headers.Vary = AcceptEncoding;
            compressed ??= new();
            compressed.Reset();
            gzip = new(new BufferStream(compressed), CompressionLevel.Fastest);
        }
    }

    private async ValueTask PiecesAsync(AnswerBuffer answer)
    {
        foreach (var segment in answer.Segments())
        {
            await Body.Writer.WriteAsync(segment, visit.Gone).ConfigureAwait(false);
        }
    }
}
