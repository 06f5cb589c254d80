using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using XenApi.Core;
using XenApi.Server.Telemetry;

namespace XenCim.Tests.Server;

/// <summary>What the server tells of its work, to whoever listens.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_call_is_measured_by_class_and_outcome_and_has_a_span()
    {
        await using var house = await House.StartAsync();
        var measured = new ConcurrentBag<string>();
        var spans = new ConcurrentBag<string>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: Product.Telemetry, Name: "xencim.call.duration" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => measured.Add(string.Join(' ', tags.ToArray().Select(t => t.Value))));
        meters.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Product.Telemetry,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => spans.Add($"{span.DisplayName} {span.GetTagItem("outcome")} {span.Status}"),
        };
        ActivitySource.AddActivityListener(activities);

        await house.AnswerAsync("<methodCall><methodName>session.login_with_password</methodName><params><param><value>a</value></param><param><value>b</value></param></params></methodCall>"u8.ToArray());
        await house.AnswerAsync("<methodCall><methodName>VM.get_all</methodName><params><param><value>no session</value></param></params></methodCall>"u8.ToArray());
        await house.AnswerAsync("<methodCall><methodName>made.up.name</methodName></methodCall>"u8.ToArray());

        measured.Should().Contain(["session ok", "VM SESSION_INVALID", "unknown MESSAGE_METHOD_UNKNOWN"]);
        spans.Should().Contain(["session.login_with_password ok Ok", "VM.get_all SESSION_INVALID Error", "unknown MESSAGE_METHOD_UNKNOWN Error"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(false, "OTEL_SERVICE_NAME=x")]
    [InlineData(true, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9")]
    [InlineData(true, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://127.0.0.1:9")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9", "OTEL_SDK_DISABLED=true")]
    [InlineData(false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9", "OTEL_METRICS_EXPORTER=none", "OTEL_TRACES_EXPORTER=none")]
    public void Nothing_is_sent_where_the_environment_names_no_collector(bool isSent, params string[] variables) =>
        Exporter.IsWanted(variables.ToDictionary(v => v.Split('=')[0], v => (string?)v.Split('=')[1])).Should().Be(isSent);
}
