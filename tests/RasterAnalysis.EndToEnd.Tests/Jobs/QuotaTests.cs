using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Uploads;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>How many unfinished jobs and how many bytes one user may have, in both APIs.</summary>
public sealed class QuotaTests : IAsyncDisposable
{
    private const string SubmitJob = "arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/submitJob";
    private const string AddItem = "arcgis/sharing/rest/content/users/admin/addItem?f=json";
    private readonly ServiceProcess _service = new();
    private readonly byte[] _raster = TiffFile.Byte(300, 300, 1, (_, row, column) => (byte)(((row * 7) + (column * 3)) % 3));
    private readonly byte[] _package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task One_user_has_no_more_unfinished_jobs_than_allowed()
    {
        _service.Settings["RasterAnalysis__Jobs__MaxUnfinishedPerUser"] = "3";
        _service.Settings["RasterAnalysis__Jobs__Run"] = "false";
        await _service.StartAsync();
        var (raster, model) = await AddInputsAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _service.Client.TrySubmitAsync(ServiceClient.Request(raster, model))));
        using var refused = await _service.Client.Http.PostAsync(
            "api/v1/classify-pixels/jobs", new StringContent(ServiceClient.Request(raster, model).ToJsonString(), null, "application/json"), Cancellation);
        using var esri = await _service.Client.Http.PostAsync(
            SubmitJob,
            new FormUrlEncodedContent([new("f", "json"), new("inputRaster", $$"""{"itemId":"{{raster}}"}"""), new("model", $$"""{"itemId":"{{model}}"}""")]), Cancellation);
        using var about = await _service.Client.Http.GetAsync(
            $"arcgis/rest/services/System/RasterAnalysisTools/GPServer/ListDeepLearningModels/submitJob?f=json", Cancellation);

        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Accepted), answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        var problem = await BodyAsync(refused);
        Assert.Equal(("quota", "job"), ((string)problem["code"]!, (string)problem["errors"]![0]!["field"]!));
        Assert.Contains("3 jobs of admin are waiting or running; one user may have 3", (string)problem["detail"]!, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, esri.StatusCode);
        Assert.NotNull(esri.Headers.RetryAfter);
        var error = (await BodyAsync(esri))["error"]!;
        Assert.Equal(429, (int)error["code"]!);
        Assert.Contains("one user may have 3", (string)error["details"]![0]!, StringComparison.Ordinal);
        Assert.NotNull((await BodyAsync(about))["jobId"]); // a tool pane goes on
    }

    [Fact]
    public async Task One_user_keeps_no_more_bytes_than_allowed_by_any_way_to_bring_them()
    {
        const int Left = 10;
        var most = _raster.Length + _package.Length + Left;
        _service.Settings["RasterAnalysis__Limits__StoragePerUser"] = most.ToString(CultureInfo.InvariantCulture);
        await _service.StartAsync();
        await AddInputsAsync();
        var tus = new TusClient(_service);

        var (status, problem) = await _service.Client.TryAddAsync(_raster, "again.tif");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(_raster), "file", "again.tif" } };
        using var esri = await _service.Client.Http.PostAsync(AddItem, form, Cancellation);
        using var large = await AnnounceAsync(tus, Left + 1);
        var fits = await tus.CreateAsync(Left, "small.tif");
        using var second = await AnnounceAsync(tus, 1);
        using var deleted = await tus.SendAsync(HttpMethod.Delete, fits);
        using var then = await AnnounceAsync(tus, 1);

        var said = $"The items of admin have {most - Left} bytes, {_raster.Length} more are asked for, and one user may have {most}";
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "quota", "file"), (status, (string)problem["code"]!, (string)problem["errors"]![0]!["field"]!));
        Assert.Contains(said, (string)problem["detail"]!, StringComparison.Ordinal);
        var error = (await BodyAsync(esri))["error"]!;
        Assert.Equal((HttpStatusCode.OK, 413), (esri.StatusCode, (int)error["code"]!));
        Assert.Contains(said, (string)error["details"]![0]!, StringComparison.Ordinal);
        Assert.Equal((413, "Upload-Length"), (await TusClient.FaultAsync(large) is var fault ? fault.Status : 0, fault.Field));
        Assert.Equal([413, 204, 201], (int[])[(int)second.StatusCode, (int)deleted.StatusCode, (int)then.StatusCode]);
        Assert.Equal(2, (await _service.Client.GetAsync("api/v1/items")).AsArray().Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_service.DataRoot, "uploads")));
    }

    [Fact]
    public async Task A_result_that_does_not_fit_fails_its_job_and_is_made_of_its_sections_when_there_is_room()
    {
        var filler = TiffFile.Byte(300, 400, 1, (_, _, _) => 1);
        var used = _raster.Length + _package.Length + filler.Length;
        _service.Settings["RasterAnalysis__Limits__StoragePerUser"] = (used + 10).ToString(CultureInfo.InvariantCulture);
        await _service.StartAsync();
        var (raster, model) = await AddInputsAsync();
        var filling = await AddIdAsync(filler, "filler.tif");

        var tooLarge = await _service.Client.FinishedAsync(await _service.Client.SubmitAsync(ServiceClient.Request(raster, model, context: new JsonObject { ["reuseResults"] = true })));
        var items = await _service.Client.GetAsync("api/v1/items");
        using var deleted = await _service.Client.Http.DeleteAsync($"api/v1/items/{filling}", Cancellation);
        var fits = await _service.Client.FinishedAsync(await _service.Client.SubmitAsync(ServiceClient.Request(raster, model, context: new JsonObject { ["reuseResults"] = true })));

        Assert.Equal("failed", (string)tooLarge["status"]!);
        Assert.Contains(ServiceClient.Messages(tooLarge, "error"), text => text.Contains($"have {used} bytes", StringComparison.Ordinal)
            && text.Contains($"one user may have {used + 10} (RasterAnalysis__Limits__StoragePerUser)", StringComparison.Ordinal));
        Assert.Equal(3, items.AsArray().Count);
        Assert.Equal("succeeded", (string)fits["status"]!);
        Assert.Contains(ServiceClient.Messages(fits), text => text.Contains("this job goes on from them", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_of_a_user_without_room_fails_before_it_computes()
    {
        var used = _raster.Length + _package.Length;
        _service.Settings["RasterAnalysis__Limits__StoragePerUser"] = used.ToString(CultureInfo.InvariantCulture);
        await _service.StartAsync();
        var (raster, model) = await AddInputsAsync();

        var job = await _service.Client.FinishedAsync(await _service.Client.SubmitAsync(ServiceClient.Request(raster, model)));

        Assert.Equal(("failed", 0), ((string)job["status"]!, (int)job["sections"]!["total"]!)); // before it was even planned
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.Contains($"have {used} bytes, the result of the job needs room too", StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> AnnounceAsync(TusClient tus, int bytes) => tus.SendAsync(
        HttpMethod.Post, "api/v1/uploads", ("Upload-Length", $"{bytes}"), ("Upload-Metadata", TusClient.Metadata(("filename", "scene.tif"))));

    private static async Task<JsonNode> BodyAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;

    private async Task<(string Raster, string Model)> AddInputsAsync() => (await AddIdAsync(_raster, "input.tif"), await AddIdAsync(_package, "model.dlpk"));

    private async Task<string> AddIdAsync(byte[] content, string name) => (string)(await _service.Client.AddAsync(content, name))["id"]!;
}
