using System.IO.Pipelines;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Wire;
using XenApi.Server.Settings;

namespace XenApi.Server.Http;

/// <summary>
/// Takes a request from HTTP to the exchange and the answer back: any path and any content type will do, and only
/// POST. What is refused here is refused in HTTP's own words; an error of the API is an answer like any other.
/// </summary>
internal sealed partial class Application(Exchange exchange, HttpLimits limits, Traffic traffic, ILogger log) : IHttpApplication<Visit>
{
    private const int FirstBytes = 256;
    private const int AtOnceBytes = 32 * 1024;

    private static readonly StringValues TextXml = "text/xml";
    private static readonly StringValues Gzip = "gzip";
    private static readonly StringValues AcceptEncoding = "Accept-Encoding";

    /// <inheritdoc/>
    public Visit CreateContext(IFeatureCollection features)
    {
        if (features is not IHostContextContainer<Visit> kept)
        {
            throw new InvalidOperationException("The server does not keep one context for each connection.");
        }

        var visit = kept.HostContext ??= features.GetRequiredFeature<Visit>();
        visit.Features = features;
        return visit;
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(Visit visit)
    {
        if (!HttpMethods.IsPost(visit.Features.GetRequiredFeature<IHttpRequestFeature>().Method))
        {
            await Refusal.MethodAsync(visit.Features).ConfigureAwait(false);
        }
        else if (visit.IsOneTooMany)
        {
            await Refusal.BusyAsync(visit.Features, "There are too many connections; try again later.").ConfigureAwait(false);
        }
        else if (!traffic.Begin())
        {
            await Refusal.BusyAsync(visit.Features, "There are too many requests in work; try again later.").ConfigureAwait(false);
        }
        else
        {
            await AnswerAsync(visit).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void DisposeContext(Visit visit, Exception? exception)
    {
        visit.Answer.Dispose();
        visit.Compressed?.Dispose();
    }

    // A request that waits for events holds nothing but its connection, and those are counted.
    private static bool Waits(ReadOnlySpan<byte> request) => request[..Math.Min(FirstBytes, request.Length)].IndexOf("event.next"u8) >= 0;

    private async Task AnswerAsync(Visit visit)
    {
        var waits = false;
        try
        {
            var request = await visit.Body.ReadAsync(visit.Features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader, traffic, limits).ConfigureAwait(false);
            waits = Waits(request.Span);
            if (waits)
            {
                traffic.BeginWaiting();
            }

            await exchange(visit.Listener.Door, request, visit.Answer, visit.Gone).ConfigureAwait(false);

            // It is read: what it takes is free while a long answer is sent, and Kestrel has it back before a client can go.
            visit.Body.Release();
            await SendAsync(visit).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            visit.Body.Release();
            await Refusal.SendAsync(visit.Features, e.StatusCode, e.Message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or Microsoft.AspNetCore.Connections.ConnectionAbortedException or IOException)
        {
            // The client is gone, or the server stops: there is nobody to tell. Kestrel wants the body back before the end.
            visit.Body.Release();
            visit.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
        }
        catch (Exception e)
        {
            LogFailed(e);
            await Refusal.SendAsync(visit.Features, StatusCodes.Status500InternalServerError, "The server failed; its log has more.").ConfigureAwait(false);
        }
        finally
        {
            visit.Body.Release();
            if (waits)
            {
                traffic.EndWaiting();
            }
            else
            {
                traffic.End();
            }
        }
    }

    private static ValueTask SendAsync(Visit visit)
    {
        var headers = visit.Features.GetRequiredFeature<IHttpResponseFeature>().Headers;
        var answer = visit.Answer;
        headers.ContentType = TextXml;
        if (answer.Length >= Compression.LeastBytes && Compression.IsWanted(visit.Features.GetRequiredFeature<IHttpRequestFeature>().Headers.AcceptEncoding))
        {
            headers.ContentEncoding = Gzip;
            headers.Vary = AcceptEncoding;
            Compression.Compress(visit.Answer, answer = visit.Compressed ??= new());
        }

        headers.ContentLength = answer.Length;
        var writer = visit.Features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        if (answer.Length > AtOnceBytes)
        {
            return SendInPiecesAsync(answer, writer, visit.Gone);
        }

        // Kestrel sends it with the head once the request is done.
        answer.CopyTo(writer);
        return default;
    }

    private static async ValueTask SendInPiecesAsync(AnswerBuffer answer, PipeWriter writer, CancellationToken gone)
    {
        foreach (var segment in answer.Segments())
        {
            await writer.WriteAsync(segment, gone).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A request could not be answered.")]
    private partial void LogFailed(Exception cause);
}
