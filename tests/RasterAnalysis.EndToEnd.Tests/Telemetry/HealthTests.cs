using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Telemetry;

/// <summary>What the health addresses say.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private readonly ServiceProcess _service = new();

    public async ValueTask InitializeAsync() => await _service.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_service_that_is_well_says_so_of_each_check()
    {
        var (readyStatus, ready) = await AskAsync("healthz/ready");
        var (liveStatus, live) = await AskAsync("healthz/live");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (readyStatus, liveStatus));
        Assert.Equal(("Healthy", "Healthy"), ((string)ready["status"]!, (string)live["status"]!));
        Assert.Empty(live["checks"]!.AsArray());
        Assert.Equal(["data-folder", "database", "worker"], ready["checks"]!.AsArray().Select(check => (string)check!["name"]!).Order());
        Assert.All(ready["checks"]!.AsArray(), check =>
        {
            Assert.Equal("Healthy", (string)check!["status"]!);
            Assert.InRange((double)check["seconds"]!, 0, (double)ready["seconds"]!);
            Assert.EndsWith(".", (string)check["description"]!, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_database_that_is_gone_is_named_without_its_path()
    {
        File.Move(Path.Combine(_service.DataRoot, "rasteranalysis.db"), Path.Combine(_service.DataRoot, "away.db"));

        var (status, ready) = await AskAsync("healthz/ready");
        var (live, _) = await AskAsync("healthz/live");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (status, live));
        Assert.Equal("Unhealthy", (string)ready["status"]!);
        var check = Assert.Single(ready["checks"]!.AsArray(), check => (string)check!["status"]! != "Healthy")!;
        Assert.Equal(("database", "The database does not answer, or cannot be written."), ((string)check["name"]!, (string)check["description"]!));
        Assert.DoesNotContain(_service.DataRoot, ready.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string path)
    {
        using var response = await _service.Client.Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!);
    }
}
