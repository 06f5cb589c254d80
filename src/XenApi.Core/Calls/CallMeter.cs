using System.Diagnostics;
using System.Diagnostics.Metrics;
using XenApi.Core.Faults;

namespace XenApi.Core.Calls;

/// <summary>
/// Measures one call for whoever listens: how long it took and how it ended, and a span of its own. Where nobody
/// listens no call is measured.
/// </summary>
/// <remarks>
/// The histogram tells calls apart by class and outcome (<c>ok</c> or the error code), which are few; the span has the
/// name of the message. Neither has arguments.
/// </remarks>
internal readonly struct CallMeter
{
    private const string Unknown = "unknown";

    private static readonly Meter Meter = new(Product.Telemetry, Product.Version);
    private static readonly ActivitySource Source = new(Product.Telemetry, Product.Version);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "xencim.call.duration", "s", "How long calls take, by class and outcome; those that wait for events among them.");

    private readonly string className;
    private readonly Activity? span;
    private readonly long start;

    private CallMeter(string name, string className, Activity? span)
    {
        this.className = className;
        this.span = span;
        start = Stopwatch.GetTimestamp();
        span?.SetTag("rpc.system", "xenapi").SetTag("rpc.method", name);
    }

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Duration.Enabled || Source.HasListeners();

    /// <summary>A call begins.</summary>
    public static CallMeter Begin(Door door, ReadOnlySpan<char> method)
    {
        // Names that clients make up are not kept: there is no end of them.
        var known = door.Table.TryFind(method, out var call, out var isAsync);
        var name = !known ? Unknown : isAsync ? method.ToString() : call!.Name;
        return new(name, known ? call!.Name[..call.Name.IndexOf('.')] : Unknown, Source.StartActivity(name, ActivityKind.Server));
    }

    /// <summary>The call has ended, with this error if any.</summary>
    public void End(Exception? error)
    {
        var outcome = error is null ? "ok" : Dispatcher.Told(error).Code;
        Duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new("class", className), new("outcome", outcome));
        if (span is not null)
        {
            span.SetTag("outcome", outcome).SetStatus(error is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
            span.Dispose();
        }
    }

    /// <summary>Waits for a call and ends its measurement with it.</summary>
    public async ValueTask EndAsync(ValueTask call)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            End(e);
            throw;
        }

        End(null);
    }
}
