using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using XenApi.Server.Settings;

namespace XenApi.Server.Http;

/// <summary>
/// Takes a request from HTTP to the exchange of its protocol and the answer back: any path and any content type will
/// do here, and the protocol's methods. What is refused here is refused in HTTP's own words; an error of the API is an answer like any other.
/// </summary>
internal sealed partial class Application(HttpLimits limits, Traffic traffic, ILogger log) : IHttpApplication<Visit>
{
    /// <inheritdoc/>
    public Visit CreateContext(IFeatureCollection features)
    {
        if (features is not IHostContextContainer<Visit> kept)
        {
            throw new InvalidOperationException("The server does not keep one context for each connection.");
        }

        var visit = kept.HostContext ??= features.GetRequiredFeature<Visit>();
        visit.Begin(features);
        return visit;
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(Visit visit)
    {
        if (!visit.Entrance.Protocol.Takes(visit.Method))
        {
            await Refusal.MethodAsync(visit.Features, visit.Entrance.Protocol.Methods).ConfigureAwait(false);
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
        visit.Outgoing.Dispose();
    }

    private async Task AnswerAsync(Visit visit)
    {
        var waits = false;
        try
        {
            await visit.ReadAsync(traffic, limits).ConfigureAwait(false);

            // A request that waits for events holds nothing but its connection, and those are counted.
            waits = visit.Entrance.Protocol.Waits(visit.Body);
            if (waits)
            {
                traffic.BeginWaiting();
            }

            await visit.Entrance.Protocol.Exchange(visit.Entrance.Listener.Door, visit).ConfigureAwait(false);

            // It is read: what it takes is free while a long answer is sent, and Kestrel has it back before a client can go.
            visit.Release();
            await visit.Outgoing.FinishAsync().ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            visit.Release();
            await Refusal.SendAsync(visit.Features, e.StatusCode, e.Message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or Microsoft.AspNetCore.Connections.ConnectionAbortedException or IOException)
        {
            // The client is gone, or the server stops: there is nobody to tell. Kestrel wants the body back before the end.
            visit.Release();
            visit.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
        }
        catch (Exception e)
        {
            LogFailed(e);
            await Refusal.SendAsync(visit.Features, StatusCodes.Status500InternalServerError, "The server failed; its log has more.").ConfigureAwait(false);
        }
        finally
        {
            visit.Release();
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

    [LoggerMessage(1, LogLevel.Error, "A request could not be answered.")]
    private partial void LogFailed(Exception cause);
}
