using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Telemetry;

namespace RasterAnalysis.EndToEnd.Tests.Telemetry;

/// <summary>What Prometheus scrapes, after jobs that end in every way.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private static readonly KnownJob Small = new("small", 700, 500, 5, classes => TinyNetworks.CopyBand(classes));
    private readonly ServiceProcess _service = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Metrics_count_what_has_happened_and_are_the_documented_ones()
    {
        _service.PlantFault($"crash:4:{Path.Combine(_service.Store, "struck")}");
        await _service.StartAsync();

        // one that succeeds after a section is tried again, its result taken over by another, one that fails, and one that is cancelled
        var retried = await LongJob.AssertRightAsync(_service, await LongJob.SubmitAsync(_service, "Retried", new() { ["retryOnFailures"] = 1, ["reuseResults"] = true }));
        await LongJob.AssertRightAsync(_service, await LongJob.SubmitAsync(_service, "Again", new() { ["reuseResults"] = true }));
        var far = new JsonObject { ["xmin"] = 9e6, ["ymin"] = 9e6, ["xmax"] = 9.1e6, ["ymax"] = 9.1e6 };
        var failed = await _service.Client.FinishedAsync(await Small.SubmitAsync(_service, "Failing", new() { ["extent"] = far }));
        Assert.Equal("failed", (string)failed["status"]!);
        var cancelled = await LongJob.SubmitAsync(_service, "Cancelled");
        await LongJob.HalfDoneAsync(_service, cancelled);
        var during = await ReadAsync();
        using (await _service.Client.Http.PostAsync($"api/v1/jobs/{cancelled}/cancel", null, TestContext.Current.CancellationToken))
        {
            await _service.Client.JobWhenAsync(cancelled, job => (string)job["status"]! == "cancelled");
        }

        var picture = $"{retried["result"]!["imageServer"]}/exportImage?f=image&format=png&size=64,64&bbox=500000,4999360,500640,5000000";
        using (var answer = await _service.Client.Http.GetAsync(picture, TestContext.Current.CancellationToken))
        {
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        var metrics = await ReadAsync();
        Assert.Equal(MonitoringPage.Metrics.Select(metric => metric.Family).Order(), metrics.Families.Order());
        const string Tool = "tool=\"ClassifyPixelsUsingDeepLearning\"";
        Assert.Equal(1, during.Value("rasteranalysis_jobs_unfinished", Tool, "status=\"Executing\""));
        Assert.True(during.Value("rasteranalysis_instances", "use=\"jobs\"", "state=\"busy\"") >= 1);
        Assert.True(during.Value("rasteranalysis_instance_memory_bytes", "use=\"jobs\"") > 1 << 20);
        Assert.Equal(0, metrics.Value("rasteranalysis_jobs_unfinished"));
        Assert.Equal(4, metrics.Value("rasteranalysis_jobs_submitted_total", Tool));
        Assert.Equal(
            (2, 1, 1),
            (metrics.Value("rasteranalysis_jobs_ended_total", Tool, "status=\"Succeeded\""), metrics.Value("rasteranalysis_jobs_ended_total", Tool, "status=\"Failed\""),
                metrics.Value("rasteranalysis_jobs_ended_total", Tool, "status=\"Cancelled\"")));
        Assert.Equal((4, 4), (metrics.Value("rasteranalysis_job_queue_duration_seconds_count"), metrics.Value("rasteranalysis_job_duration_seconds_count")));
        Assert.Equal(1, metrics.Value("rasteranalysis_retries_total", Tool, "step=\"section\""));
        Assert.Equal(1, metrics.Value("rasteranalysis_instance_failures_total", "use=\"jobs\"", "reason=\"ended\""));
        Assert.Equal(
            (1, 1), (metrics.Value("rasteranalysis_cache_requests_total", "cache=\"result\"", "outcome=\"hit\""), metrics.Value("rasteranalysis_cache_requests_total", "cache=\"result\"", "outcome=\"miss\"")));
        Assert.InRange(metrics.Value("rasteranalysis_section_duration_seconds_count", Tool), 9 + 1, 9 + 8);
        Assert.InRange(metrics.Value("rasteranalysis_pixels_total", Tool), (5000 * 5000) + 1, 2 * 5000 * 5000);
        Assert.Equal(metrics.Value("rasteranalysis_section_duration_seconds_count"), metrics.Value("rasteranalysis_section_step_duration_seconds_count", "step=\"run\""));
        Assert.True(metrics.Value("rasteranalysis_section_step_duration_seconds_sum", "step=\"run\"") > 0);
        Assert.Equal(1, metrics.Value("rasteranalysis_picture_duration_seconds_count", "operation=\"render\"", "place=\"service\"", "outcome=\"made\""));
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_end_the_start_with_a_sentence_for_each()
    {
        _service.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector:4317";
        _service.Settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "carrier pigeon";

        var (exitCode, said) = await _service.RefusedAsync();

        Assert.Equal(78, exitCode);
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT: is no address", said, StringComparison.Ordinal);
        Assert.Contains("OTEL_EXPORTER_OTLP_PROTOCOL: is 'carrier pigeon'; it must be grpc or http/protobuf.", said, StringComparison.Ordinal);
    }

    private async Task<PrometheusText> ReadAsync() => new(await _service.Client.Http.GetStringAsync("metrics", TestContext.Current.CancellationToken));
}
