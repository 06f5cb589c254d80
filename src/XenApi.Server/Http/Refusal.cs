using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace XenApi.Server.Http;

/// <summary>Says in HTTP's own words why a request is not answered, and ends the connection.</summary>
internal static class Refusal
{
    /// <summary>The protocol has no such method; the connection lives on.</summary>
    public static ValueTask MethodAsync(IFeatureCollection features, string methods)
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.Allow = methods;
        return SendAsync(features, StatusCodes.Status405MethodNotAllowed, $"Calls come by {methods}.", ends: false);
    }

    /// <summary>There is too much to do.</summary>
    public static ValueTask BusyAsync(IFeatureCollection features, string why)
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.RetryAfter = "1";
        return SendAsync(features, StatusCodes.Status503ServiceUnavailable, why);
    }

    /// <summary>Sends a status and a line that explains it, unless an answer has begun.</summary>
    public static async ValueTask SendAsync(IFeatureCollection features, int status, string why, bool ends = true)
    {
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        if (response.HasStarted)
        {
            features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
            return;
        }

        var text = Encoding.UTF8.GetBytes(why + "\n");
        response.StatusCode = status;
        response.Headers.ContentType = "text/plain; charset=utf-8";
        response.Headers.ContentEncoding = default;
        response.Headers.ContentLength = text.Length;
        if (ends)
        {
            response.Headers.Connection = "close";
        }

        await features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(text).ConfigureAwait(false);
    }
}
