using Microsoft.Extensions.Configuration;
using RasterAnalysis.BackgroundJobs.Telemetry;

namespace RasterAnalysis.BackgroundJobs.Tests.Telemetry;

public sealed class OtlpSettingsTests
{
    [Theory]
    [InlineData("", false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", true, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=https://collector:4318/v1/traces", true, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317;OTEL_LOGS_EXPORTER=none", true, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317;OTEL_SDK_DISABLED=true", false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=;OTEL_EXPORTER_OTLP_PROTOCOL=", false, false, false)]
    public void What_has_a_collector_is_sent(string settings, bool traces, bool metrics, bool logs) =>
        Assert.Equal(new OtlpSettings(traces, metrics, logs), Read(settings));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=user:secret@collector", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=ftp://collector", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_PROTOCOL")]
    [InlineData("OTEL_TRACES_EXPORTER=zipkin", "OTEL_TRACES_EXPORTER")]
    public void What_cannot_be_used_is_named_once_without_addresses(string settings, string name)
    {
        var error = Assert.Single(Assert.Throws<InvalidRequestException>(() => Read(settings)).Errors);

        Assert.Equal(name, error.Field);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    private static OtlpSettings Read(string settings) => OtlpSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
        settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1])).Build());
}
