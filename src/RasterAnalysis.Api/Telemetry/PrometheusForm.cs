using OpenTelemetry.Exporter;

namespace RasterAnalysis.Api.Telemetry;

/// <summary>How <c>/metrics</c> looks.</summary>
internal static class PrometheusForm
{
    /// <summary>One meter is ours and the others' names say whose they are, so a label for each of them would only make every line longer.</summary>
    public static void Configure(PrometheusAspNetCoreOptions options)
    {
        options.ScopeInfoEnabled = false;

        // what has just happened is to be seen, by tests too; a scrape costs a few milliseconds
        options.ScrapeResponseCacheDurationMilliseconds = 0;
    }
}
