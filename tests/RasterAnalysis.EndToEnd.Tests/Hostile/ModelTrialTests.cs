using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Hostile;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Hostile;

/// <summary>Networks that never end or take all memory when they are tried, and what goes on beside them.</summary>
public sealed class ModelTrialTests : IAsyncLifetime
{
    private static readonly byte[] Endless = HostilePackages.WithNetwork(HostileNetworks.ThatNeverEnds());
    private readonly ServiceProcess _process = new();

    private ServiceClient Client => _process.Client;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [Fact]
    public async Task A_network_that_never_ends_is_ended_in_its_time_and_refused()
    {
        await StartAsync(trialTime: "00:00:04");

        var (status, body) = await Client.TryAddAsync(Endless, "model.dlpk");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("took longer than 4 seconds", (string)body["errors"]![0]!["message"]!, StringComparison.Ordinal);
        await Until.TrueAsync(() => Task.FromResult(_process.InstanceIds().Count == 0), "the instance to be ended");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_process.DataRoot, "items")));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_process.DataRoot, "uploads"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Endless_networks_hold_up_no_raster_and_end_with_their_client()
    {
        await StartAsync(trialTime: "01:00:00");
        using var gone = new CancellationTokenSource();
        var uploads = Enumerable.Range(0, 3).Select(number => UploadAsync($"{number}.dlpk", gone.Token)).ToArray();
        await Until.TrueAsync(() => Task.FromResult(_process.InstanceIds().Count >= 2), "two networks to be tried");

        var raster = await Client.AddAsync(TiffFile.Byte(8, 8, 1, (_, _, _) => 1), "input.tif");

        Assert.Equal("Image Service", (string)raster["type"]!);
        Assert.All(uploads, upload => Assert.False(upload.IsCompleted));
        await gone.CancelAsync();
        foreach (var upload in uploads)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        }

        // their places are free again
        var model = await Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), TinyNetworks.CopyBand(2)), "model.dlpk");
        await Until.TrueAsync(
            () => Task.FromResult(Directory.EnumerateDirectories(Path.Combine(_process.DataRoot, "items")).Count() == 2), "nothing to be left of the uploads that were given up");
        Assert.Equal("Deep Learning Package", (string)model["type"]!);
    }

    [Fact]
    public async Task A_network_that_takes_all_memory_is_refused_with_that_reason()
    {
        _process.Settings["RasterAnalysis__Worker__MemoryLimit"] = $"{1L << 30}";
        await StartAsync(trialTime: "00:01:00");

        var (status, body) = await Client.TryAddAsync(HostilePackages.WithNetwork(HostileNetworks.ThatTakes(2L << 30)), "model.dlpk");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("memory", (string)body["errors"]![0]!["message"]!, StringComparison.Ordinal);
        using var response = await Client.Http.GetAsync("healthz/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task StartAsync(string trialTime)
    {
        _process.Settings["RasterAnalysis__Worker__TrialTime"] = trialTime;
        await _process.StartAsync();
    }

    private async Task<JsonNode> UploadAsync(string name, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Endless), "file", name } };
        using var response = await Client.Http.PostAsync("api/v1/items", form, cancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
    }
}
