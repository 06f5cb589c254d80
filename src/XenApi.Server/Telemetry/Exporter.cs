using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using XenApi.Core;

namespace XenApi.Server.Telemetry;

/// <summary>
/// Sends measurements and spans to an OpenTelemetry collector, where the standard environment variables name one; else
/// there is nothing, and nothing is measured.
/// </summary>
internal sealed class Exporter : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly MeterProvider? metrics;
    private readonly TracerProvider? traces;

    private Exporter(IReadOnlyDictionary<string, string?> environment)
    {
        if (IsWanted(environment, "METRICS"))
        {
            metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Name).AddMeter(Product.Telemetry).AddOtlpExporter().Build();
        }

        if (IsWanted(environment, "TRACES"))
        {
            traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Name).AddSource(Product.Telemetry).AddOtlpExporter().Build();
        }

        void Name(ResourceBuilder resource)
        {
            if (!environment.ContainsKey("OTEL_SERVICE_NAME"))
            {
                resource.AddService("xencim", serviceVersion: Product.Version);
            }
        }
    }

    /// <summary>Begins to send, where the environment says where to.</summary>
    public static Exporter? Start(IReadOnlyDictionary<string, string?> environment) =>
        IsWanted(environment) ? new(environment) : null;

    /// <summary>Whether the environment says where to.</summary>
    public static bool IsWanted(IReadOnlyDictionary<string, string?> environment) =>
        !IsTrue(environment.GetValueOrDefault("OTEL_SDK_DISABLED")) && (IsWanted(environment, "METRICS") || IsWanted(environment, "TRACES"));

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        metrics?.Dispose();
        traces?.Dispose();
    }

    private static bool IsWanted(IReadOnlyDictionary<string, string?> environment, string signal) =>
        environment.GetValueOrDefault($"OTEL_{signal}_EXPORTER") is null or "" or "otlp"
        && (IsSet(environment, Endpoint) || IsSet(environment, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));

    private static bool IsSet(IReadOnlyDictionary<string, string?> environment, string name) => !string.IsNullOrEmpty(environment.GetValueOrDefault(name));

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
