using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Ranges;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Cloud;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.CloudStores;

/// <summary>A service that is killed while its job reads a raster from a private bucket, and a bucket that is away when it starts again.</summary>
public sealed class BucketRestartTests : IAsyncLifetime
{
    private const string Uri = "/cloudStores/Imagery/scene.tif";
    private const string Refused = "/cloudStores/Imagery/scene.tif cannot be fetched: Connection refused";
    private readonly PresignedRequest _signing = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "eu-central-1");
    private readonly RangeServer _server = new(RemoteScene.Content);
    private readonly CloudScene _scene = new();

    private ServiceProcess Service => _scene.Service;

    public async ValueTask InitializeAsync()
    {
        _server.Refuse = (first, headers) => _signing.Check(first.Split(' ')[0], first.Split(' ')[1], headers) is { } code ? ("403 Forbidden", code) : null;
        _scene.With(
            "Imagery", "S3", new System.Uri(_server.Address.GetLeftPart(UriPartial.Authority)),
            ("Bucket", "imagery"), ("Region", "eu-central-1"), ("AccessKey", _signing.AccessKey), ("SecretKey", _signing.SecretKey));
        await _scene.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        _server.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_goes_on_after_the_service_was_killed_and_fetches_nothing_twice(bool isLayer)
    {
        var raster = isLayer ? (string)(await _scene.AddLayerAsync(Uri)).Body["id"]! : null;
        var id = await SubmitAsync(raster is null ? Whole() : Whole(_scene.RequestOfItem(raster, 0, 0, RemoteScene.Side)));
        var kept = await KilledInTheMiddleAsync(id);

        await Service.StartAsync();
        var job = await Service.Client.FinishedAsync(id);

        await AssertRightAsync(job);
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("goes on from its finished sections", StringComparison.Ordinal));
        AssertNoneOf(kept);

        // the same file read locally gives the same pixels
        var local = Whole(_scene.RequestOfItem((string)(await Service.Client.AddAsync(RemoteScene.Content, "scene.tif"))["id"]!, 0, 0, RemoteScene.Side));
        var (_, expected) = await Service.Client.ClassifyAsync(local);
        Assert.Null((await ResultAsync(job)).FirstDifference(expected.At));
    }

    [Fact]
    public async Task A_bucket_that_comes_back_while_a_section_is_tried_again_costs_no_pixel()
    {
        var request = Whole();
        request["context"]!["retryOnFailures"] = 8;
        var id = await SubmitAsync(request);
        var kept = await KilledInTheMiddleAsync(id);
        _server.GoDown();

        await Service.StartAsync();
        await Service.Client.JobWhenAsync(id, job => ServiceClient.Messages(job, "warning").Any(text => text.Contains(Refused, StringComparison.Ordinal)));
        _server.ComeBack();

        await AssertRightAsync(await Service.Client.FinishedAsync(id));
        AssertNoneOf(kept);
    }

    [Fact]
    public async Task A_bucket_that_stays_away_ends_the_job_with_one_error_and_the_next_one_takes_what_was_done()
    {
        var request = Whole();
        request["context"]!["reuseResults"] = true;
        var id = await SubmitAsync(request);
        var kept = await KilledInTheMiddleAsync(id);
        _server.GoDown();

        await Service.StartAsync();
        var failed = await Service.Client.FinishedAsync(id);

        AssertRefused(failed);
        Assert.Null(failed["result"]);
        _server.ComeBack();
        var job = await Service.Client.FinishedAsync(await SubmitAsync(request));
        await AssertRightAsync(job);
        AssertNoneOf(kept);
        Assert.Contains(ServiceClient.Messages(job), text => text.EndsWith("this job goes on from them.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bucket_that_is_away_when_a_job_is_planned_anew_ends_it_with_one_error()
    {
        _server.BytesPerSecond = 1;
        var id = await SubmitAsync(Whole());
        await Until.TrueAsync(() => Task.FromResult(_server.Requests > 0), "the first look at the file");
        await Service.KillAsync();
        _server.GoDown();

        await Service.StartAsync();

        AssertRefused(await Service.Client.FinishedAsync(id));
    }

    private static void AssertRefused(JsonNode job)
    {
        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(Refused, Assert.Single(ServiceClient.Messages(job, "error"), text => !text.StartsWith("Failed at ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private JsonObject Whole(JsonObject? request = null)
    {
        request ??= _scene.Request(Uri, 0, 0, RemoteScene.Side);

        // many sections
        request["context"]!["parallelProcessingFactor"] = "2";
        return request;
    }

    private Task<string> SubmitAsync(JsonObject request)
    {
        request["outputName"] = $"Result{Guid.NewGuid():N}";
        return Service.Client.SubmitAsync(request);
    }

    /// <summary>Kills the service while some sections are done and others run, with a part of the file fetched.</summary>
    /// <returns>The blocks of the file that are there.</returns>
    private async Task<HashSet<long>> KilledInTheMiddleAsync(string id)
    {
        // slow enough that most sections are not there yet when the first is done
        _server.BytesPerSecond = 700_000;
        var job = await Service.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! > 0);
        Assert.Equal("executing", (string)job["status"]!);
        await Service.KillAsync();
        _server.BytesPerSecond = 0;
        _server.Reset();
        var kept = Kept();
        Assert.InRange(kept.Count, 5, (RemoteScene.Content.Length / BlockFile.BlockBytes) - 5);
        return kept;
    }

    private HashSet<long> Kept()
    {
        var folder = Assert.Single(Directory.EnumerateDirectories(Path.Combine(Service.DataRoot, "remote-rasters")).SelectMany(Directory.EnumerateDirectories));
        using var file = BlockFile.Open(folder, RemoteScene.Content.Length);
        var bytes = new byte[BlockFile.BlockBytes];
        return [.. BlockFile.WrittenBlocks(folder).Where(block => file.TryRead(block, bytes))];
    }

    private void AssertNoneOf(HashSet<long> blocks)
    {
        Assert.NotEmpty(_server.Sent);
        foreach (var (from, to) in _server.Sent)
        {
            Assert.DoesNotContain(blocks, block => block >= from / BlockFile.BlockBytes && block <= to / BlockFile.BlockBytes);
        }

        Assert.InRange(_server.Bytes, 1, RemoteScene.Content.Length - (blocks.Count - 1L) * BlockFile.BlockBytes);
    }

    private async Task AssertRightAsync(JsonNode job)
    {
        Assert.True((string)job["status"]! == "succeeded", job.ToJsonString());
        Assert.Null((await ResultAsync(job)).FirstDifference(RemoteScene.ValueAt));
    }

    private async Task<CogFile> ResultAsync(JsonNode job) => CogFile.Read(await Service.Client.GetBytesAsync((string)job["result"]!["raster"]!));
}
