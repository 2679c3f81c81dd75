using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Telemetry;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Telemetry;

/// <summary>What a collector gets of a job.</summary>
public sealed class TraceTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>, IAsyncLifetime
{
    private const int Sections = 9;
    private readonly OtlpReceiver _collector = new();
    private readonly ServiceProcess _service = new();
    private readonly string _traceId = Guid.NewGuid().ToString("N");
    private readonly string _clientSpan = Guid.NewGuid().ToString("N")[..16];

    public ValueTask InitializeAsync()
    {
        foreach (var (name, value) in _collector.Settings)
        {
            _service.Settings[name] = value;
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _collector.Dispose();
    }

    [Fact]
    public async Task A_job_is_one_trace_from_its_request_to_its_publication()
    {
        await _service.StartAsync();

        var id = await SubmitAsync();
        await LongJob.AssertRightAsync(_service, id);
        var run = await SpanAsync("job.run");

        var request = Assert.Single(Trace(), span => span.ParentId == _clientSpan);
        Assert.StartsWith("POST ", request.Name, StringComparison.Ordinal);
        Assert.Equal(id, request.Attributes["rasteranalysis.job.id"]);
        Assert.Equal(request.Id, run.ParentId);
        Assert.Equal((id, "Succeeded"), (run.Attributes["rasteranalysis.job.id"], run.Attributes["rasteranalysis.job.status"]));
        Assert.Equal(["job.assemble", "job.plan", "job.publish"], Trace().Where(span => span.ParentId == run.Id && span.Name != "job.section").Select(span => span.Name).Order());
        var sections = Trace().Where(span => span.Name == "job.section").ToList();
        Assert.Equal(Enumerable.Range(0, Sections), sections.Select(span => int.Parse(span.Attributes["rasteranalysis.section.number"], null)).Order());
        Assert.Equal(5000 * 5000, sections.Sum(span => long.Parse(span.Attributes["rasteranalysis.pixels"], null)));
        Assert.All(sections, section =>
        {
            Assert.Equal(run.Id, section.ParentId);
            var asked = Assert.Single(Trace(), span => span.ParentId == section.Id);
            Assert.Equal("instance.runSection", asked.Name);
            Assert.InRange(asked.Begun, section.Begun, section.Ended);
            var steps = Trace().Where(span => span.ParentId == asked.Id).ToDictionary(span => span.Name);
            Assert.Equal(["section.read", "section.run", "section.write"], steps.Keys.Where(name => name != "section.open").Order());
            Assert.True(steps["section.read"].Begun <= steps["section.run"].Begun && steps["section.run"].Ended <= steps["section.write"].Ended);
        });
        Assert.Contains(Trace(), span => span.Name == "section.open");
        Assert.Equal(Assert.Single(Trace(), span => span.Name == "job.plan").Id, Assert.Single(Trace(), span => span.Name == "instance.plan").ParentId);
        Assert.All(Trace(), span => Assert.False(span.IsError, span.Name));
        Assert.All(Trace(), span => Assert.Equal("rasteranalysis", span.Resource["service.name"]));
        Assert.Empty(_collector.Faults);
    }

    [Fact]
    public async Task Metrics_come_under_their_documented_names_and_units()
    {
        await _service.StartAsync();
        await LongJob.AssertRightAsync(_service, await SubmitAsync());

        await Until.TrueAsync(() => Task.FromResult(_collector.Points.Any(point => point.Metric == "rasteranalysis.job.duration")), "the job's duration");

        var documented = MonitoringPage.Metrics.Select(metric => (metric.Name, metric.Unit)).ToHashSet();
        Assert.All(_collector.Points.Select(point => (point.Metric, point.Unit)).Distinct(), metric => Assert.Contains(metric, documented));
        var ran = _collector.Points.Last(point => point.Metric == "rasteranalysis.job.duration");
        Assert.Equal((1, "Succeeded"), (ran.Count, ran.Attributes["status"]));
        await Until.TrueAsync(() => Task.FromResult(Last("rasteranalysis.section.duration").Count == Sections), "the sections");
        await Until.TrueAsync(() => Task.FromResult(Last("rasteranalysis.pixels").Value == 5000 * 5000), "the pixels");
    }

    [Fact]
    public async Task A_run_on_another_node_belongs_to_the_request()
    {
        _service.Settings["ConnectionStrings__RasterAnalysis"] = await server.CreateDatabaseAsync();
        _service.Settings["RasterAnalysis__Jobs__Run"] = "false";
        await _service.StartAsync();
        var id = await SubmitAsync();
        using var node = StartNode();
        ReceivedSpan run;
        try
        {
            await LongJob.AssertRightAsync(_service, id);
            run = await SpanAsync("job.run");
        }
        finally
        {
            node.Kill(entireProcessTree: true);
            await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains(_collector.Points, point => point.Metric == "rasteranalysis.section.duration" || point.Metric == "rasteranalysis.instances");
        var request = Assert.Single(Trace(), span => span.ParentId == _clientSpan);
        Assert.Equal(request.Id, run.ParentId);
        Assert.EndsWith($"/{_service.Id}", request.Resource["service.instance.id"], StringComparison.Ordinal);
        Assert.EndsWith($"/{node.Id}", run.Resource["service.instance.id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_after_a_restart_belongs_to_the_request()
    {
        await _service.StartAsync();
        var id = await SubmitAsync();
        await LongJob.HalfDoneAsync(_service, id);
        var request = await Until.FoundAsync(() => Task.FromResult(Trace().FirstOrDefault(span => span.ParentId == _clientSpan)), "the span of the request");

        await _service.KillAsync();
        await _service.StartAsync();
        await LongJob.AssertRightAsync(_service, id);

        Assert.Equal(request.Id, (await SpanAsync("job.run")).ParentId);
    }

    [Fact]
    public async Task Log_records_of_a_run_have_its_job_and_trace_what_an_instance_prints_too()
    {
        _service.PlantFault("crash:4");
        await _service.StartAsync();
        var id = await SubmitAsync(new JsonObject { ["retryOnFailures"] = 1 });
        await _service.Client.JobWhenAsync(id, job => (string)job["status"]! == "failed");
        var run = await SpanAsync("job.run");

        var end = await Until.FoundAsync(
            () => Task.FromResult(_collector.Logs.FirstOrDefault(log => log.Text.Contains("ends as", StringComparison.Ordinal))), "the log record of the end");

        Assert.Equal((id, _traceId), (end.Attributes["JobId"], end.TraceId));
        await Until.TrueAsync(
            () => Task.FromResult(_collector.Logs.Any(log => log.Text.Contains("A planted fault.", StringComparison.Ordinal)
                && log.TraceId == _traceId && log.Attributes.GetValueOrDefault("JobId") == id)),
            "what the instance printed as it crashed");
        Assert.Contains(
            _service.Log.Split('\n'), line => line.Contains("A planted fault.", StringComparison.Ordinal) && line.TrimEnd().EndsWith($"{id} {_traceId}", StringComparison.Ordinal));
        Assert.True(run.IsError);
        var section = Assert.Single(Trace(), span => span.Name == "job.section" && span.IsError);
        Assert.Equal(("4", 2), (section.Attributes["rasteranalysis.section.number"], section.Events.Count(name => name == "exception")));
    }

    [Fact]
    public async Task Secrets_of_addresses_and_requests_of_probes_stay_out()
    {
        using var files = new FileServer();
        files.Add("in/input.tif", TiffFile.Byte(60, 40, 1, (_, row, column) => (byte)((row + column) % 3)));
        _service.Settings["RasterAnalysis__AllowedHosts__0"] = files.Address.Host;
        await _service.StartAsync();
        var id = await SubmitAsync(raster: new JsonObject { ["url"] = $"http://user:SeventhSeal@{files.Address.Authority}/in/input.tif?sig=SeventhSeal" });
        await _service.Client.FinishedAsync(id);
        await SpanAsync("job.run");

        // asked for a range first; the server knows none, so it is asked for the file
        var fetches = Trace().Where(span => span.Attributes.GetValueOrDefault("url.full")?.Contains("/in/input.tif", StringComparison.Ordinal) is true).ToList();
        Assert.Equal(2, fetches.Count);
        Assert.All(fetches, fetch => Assert.Equal("job.plan", Assert.Single(Trace(), span => span.Id == fetch.ParentId).Name));
        using var request = new HttpRequestMessage(HttpMethod.Get, "arcgis/rest/services?f=json&token=SeventhSeal");
        request.Headers.Add("traceparent", $"00-{_traceId}-{_clientSpan}-01");
        using var response = await _service.Client.Http.SendAsync(request, TestContext.Current.CancellationToken);

        await Until.TrueAsync(() => Task.FromResult(Trace().Count(span => span.ParentId == _clientSpan) == 2), "the spans of both requests");

        Assert.DoesNotContain(_collector.Spans.SelectMany(span => span.Attributes.Values), value => value.Contains("SeventhSeal", StringComparison.Ordinal));
        Assert.DoesNotContain(_collector.Logs, log => log.Text.Contains("SeventhSeal", StringComparison.Ordinal) || log.Attributes.Values.Any(value => value.Contains("SeventhSeal", StringComparison.Ordinal)));
        Assert.DoesNotContain(_collector.Spans, span => span.Name.Contains("healthz", StringComparison.Ordinal));
    }

    private IReadOnlyList<ReceivedSpan> Trace() => [.. _collector.Spans.Where(span => span.TraceId == _traceId)];

    private Task<ReceivedSpan> SpanAsync(string name) => Until.FoundAsync(
        () => Task.FromResult(Trace().FirstOrDefault(span => span.Name == name)), $"the span {name}");

    private ReceivedPoint Last(string metric) => _collector.Points.Last(point => point.Metric == metric);

    /// <summary>The worker as a node without a web face, beside the service.</summary>
    private Process StartNode()
    {
        var start = new ProcessStartInfo("dotnet", [BuiltService.Worker, "serve"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in _service.Settings.Where(setting => setting.Key != "RasterAnalysis__Jobs__Run"))
        {
            start.Environment[name] = value;
        }

        start.Environment["RasterAnalysis__DataRoot"] = _service.DataRoot;
        start.Environment["RasterAnalysis__RasterStores__store"] = _service.Store;
        var node = Process.Start(start)!;
        node.BeginOutputReadLine(); // the service's own log is enough to look at
        return node;
    }

    private async Task<string> SubmitAsync(JsonObject? context = null, JsonObject? raster = null)
    {
        await LongJob.PrepareAsync(_service);
        var environment = (JsonObject?)context?.DeepClone() ?? [];
        environment["reuseResults"] = false;
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/classify-pixels/jobs")
        {
            Content = JsonContent.Create(new JsonObject
            {
                ["inputRaster"] = raster ?? new JsonObject { ["uri"] = "/rasterStores/store/long.tif" },
                ["model"] = new JsonObject { ["uri"] = "/rasterStores/store/long.dlpk" },
                ["outputName"] = "Traced",
                ["context"] = environment,
            }),
        };
        request.Headers.Add("traceparent", $"00-{_traceId}-{_clientSpan}-01");
        using var response = await _service.Client.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var job = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.True(response.IsSuccessStatusCode, job.ToJsonString());
        return (string)job["id"]!;
    }
}
