using System.Diagnostics.Metrics;
using XenApi.Core;
using XenApi.Server.Http;

namespace XenApi.Server.Telemetry;

/// <summary>Tells how busy the server is, when somebody looks.</summary>
internal sealed class ServerMeter : IDisposable
{
    private readonly Meter meter = new(Product.Telemetry, Product.Version);

    /// <summary>Tells of an engine and its HTTP server.</summary>
    public ServerMeter(Engine engine, Traffic traffic)
    {
        meter.CreateObservableUpDownCounter("xencim.connections", () => traffic.Connections, "{connection}", "How many clients are connected.");
        meter.CreateObservableUpDownCounter("xencim.requests.active", () => traffic.Requests, "{request}", "How many requests are in work.");
        meter.CreateObservableUpDownCounter("xencim.requests.waiting", () => traffic.Waiting, "{request}", "How many requests wait for events.");
        meter.CreateObservableUpDownCounter("xencim.requests.size", () => traffic.BodyBytes, "By", "How much memory the requests in work take.");
        meter.CreateObservableUpDownCounter("xencim.sessions", () => engine.Sessions.Count, "{session}", "How many sessions are open.");
        meter.CreateObservableCounter("xencim.commits", () => engine.Store.Current.Generation, "{commit}", "The number of the last commit.");
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
