using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Collects what this process measures, and sends it where OpenTelemetry's settings say.</summary>
public static class TelemetrySetup
{
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>Of the runtime's and ASP.NET Core's instruments, those that an operator needs; all others are left out.</summary>
    private static readonly HashSet<string> OthersInstruments =
    [
        "http.server.request.duration", "http.server.active_requests",
        "dotnet.process.memory.working_set", "dotnet.process.cpu.time", "dotnet.gc.last_collection.heap.size", "dotnet.gc.pause.time",
        "dotnet.exceptions",
    ];

    /// <summary>Registers metrics, traces and logs.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="settings">What is sent.</param>
    /// <param name="metrics">Adds meters and readers of this host's own; null for none.</param>
    /// <param name="traces">Adds sources of this host's own where spans are sent; null for none.</param>
    public static void AddTelemetry(
        this IHostApplicationBuilder builder, OtlpSettings settings, Action<MeterProviderBuilder>? metrics = null, Action<TracerProviderBuilder>? traces = null)
    {
        var services = builder.Services;
        services.ConfigureOpenTelemetryMeterProvider((provider, _) =>
        {
            // what is looked at when somebody looks must be there by then
            provider.GetRequiredService<InstanceCensus>();
            provider.GetRequiredService<UnfinishedJobs>();
        });
        services.AddOpenTelemetry().ConfigureResource(Describe)
            .WithMetrics(meters =>
            {
                meters.AddMeter(ServiceTracing.Name, RuntimeMeter).AddView(Choose);
                metrics?.Invoke(meters);
                if (settings.Metrics)
                {
                    meters.AddOtlpExporter();
                }
            })
            .WithTracing(spans =>
            {
                spans.AddSource(ServiceTracing.Name);
                if (settings.Traces)
                {
                    // outgoing calls by HttpClient; the runtime leaves their queries out by itself
                    spans.AddSource("System.Net.Http");
                    traces?.Invoke(spans);
                    spans.AddOtlpExporter();
                }
                else
                {
                    // nothing is recorded, but a job's log lines still have the trace of the request that submitted it
                    spans.SetSampler(new AlwaysOffSampler());
                }
            });
        builder.Logging.ClearProviders();
        if (settings.Logs)
        {
            builder.Logging.AddOpenTelemetry(log =>
            {
                // Serilog has put the scopes among the values already
                (log.IncludeFormattedMessage, log.ParseStateValues) = (true, true);
                log.AddOtlpExporter();
            });
        }
    }

    // last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word
    private static void Describe(ResourceBuilder resource) => resource
        .AddService("rasteranalysis", serviceVersion: ServiceTracing.Source.Version, serviceInstanceId: $"{Environment.MachineName}/{Environment.ProcessId}")
        .AddEnvironmentVariableDetector();

    private static MetricStreamConfiguration? Choose(Instrument instrument) =>
        instrument.Meter.Name == ServiceTracing.Name || OthersInstruments.Contains(instrument.Name) ? null : MetricStreamConfiguration.Drop;
}
