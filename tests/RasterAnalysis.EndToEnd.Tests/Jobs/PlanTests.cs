using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary><c>POST /classify-pixels/plans</c>: what a job would do, said before it is submitted.</summary>
public sealed class PlanTests(SharedService service)
{
    private const string Plans = "api/v1/classify-pixels/plans";
    private readonly ServiceClient _client = service.Client;

    [Fact]
    public async Task A_plan_says_what_the_job_then_does()
    {
        var (raster, model) = await AddAsync();
        var request = ServiceClient.Request(raster, model, new JsonObject { ["tile_size"] = 64, ["padding"] = 8, ["test_time_augmentation"] = true });
        request["context"] = new JsonObject
        {
            ["extent"] = new JsonObject { ["xmin"] = 500_100, ["ymin"] = 4_999_300, ["xmax"] = 501_100, ["ymax"] = 4_999_900 }, ["reuseResults"] = false,
        };

        var plan = await PlanAsync(request);
        var (job, result) = await _client.ClassifyAsync(request);

        // 100 × 60 pixels by cores of 48, each eight times
        Assert.Equal((6000, 6, 6 * 64 * 64 * 8), ((long)plan["pixels"]!, (long)plan["tiles"]!, (long)plan["pixelsThroughNetwork"]!));
        Assert.Equal((int)job["sections"]!["total"]!, (int)plan["sections"]!);
        Assert.True(JsonNode.DeepEquals(job["seams"], plan["seams"]), plan.ToJsonString());
        var only = Assert.Single(plan["rasters"]!.AsArray())!;
        Assert.Equal((result.Levels[0].Width, result.Levels[0].Height), ((int)only["width"]!, (int)only["height"]!));
        Assert.Equal([500_100.0, 4_999_300, 501_100, 4_999_900], only["extent"]!.AsArray().Select(side => (double)side!));
        Assert.Equal([1], only["bands"]!.AsArray().Select(band => (int)band!));
        Assert.Equal("U8", (string)only["pixelType"]!);
        Assert.Equal((64, 64, 8), ((int)only["tile"]!["width"]!, (int)only["tile"]!["height"]!, (int)only["tile"]!["padding"]!));
        var said = ServiceClient.Messages(plan);
        Assert.Contains((string)plan["normalization"]!, said);
        Assert.Empty(said.Except(ServiceClient.Messages(job)));

        // by now the name is taken
        await AssertFaultAsync(request, "outputName");
    }

    [Fact]
    public async Task The_time_is_that_of_the_speed_measured_at_the_upload()
    {
        var (raster, model) = await AddAsync();
        var plan = await PlanAsync(ServiceClient.Request(raster, model));

        var speed = (await _client.GetAsync($"api/v1/items/{model}/model"))["speed"]!;
        var perPixel = (double)speed["milliseconds"]! / ((double)speed["tileWidth"]! * (double)speed["tileHeight"]! * (double)speed["tiles"]!) / 1000;
        Assert.Equal((long)plan["pixelsThroughNetwork"]! * perPixel, (double)plan["seconds"]!, 1e-6);
        Assert.True((long)plan["diskBytes"]! >= 120 * 90);
        Assert.Equal(1, (int)plan["instances"]!);
    }

    [Fact]
    public async Task Rasters_of_a_mosaic_are_planned_each_by_itself()
    {
        var (_, model) = await AddAsync();
        var folder = $"planned-{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.Combine(service.Process.Store, folder));
        await File.WriteAllBytesAsync(Path.Combine(service.Process.Store, folder, "east.tif"), TiffFile.Byte(120, 90, 1, (_, row, column) => (byte)((row + column) % 3)), Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(service.Process.Store, folder, "west.tif"), TiffFile.Byte(50, 40, 1, (_, row, column) => (byte)(row % 3), left: 600_000), Cancellation);
        using var made = await _client.Http.PostAsJsonAsync(
            "api/v1/imagery-layers",
            new JsonObject { ["name"] = folder, ["uris"] = new JsonArray($"/rasterStores/store/{folder}/east.tif", $"/rasterStores/store/{folder}/west.tif") }, Cancellation);
        var layer = (string)(await made.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["id"]!;
        var request = ServiceClient.Request(layer, model);
        request["processAllRasterItems"] = true;

        var plan = await PlanAsync(request);

        Assert.Equal([(120, 90), (50, 40)], plan["rasters"]!.AsArray().Select(raster => ((int)raster!["width"]!, (int)raster["height"]!)));
        Assert.Equal(["east", "west"], plan["rasters"]!.AsArray().Select(raster => (string)raster!["name"]!));
        Assert.Equal((120 * 90) + (50 * 40), (long)plan["pixels"]!);
    }

    [Fact]
    public async Task Nothing_is_stored_or_left()
    {
        var (raster, model) = await AddAsync();
        var before = Folders();
        await PlanAsync(ServiceClient.Request(raster, model));
        Assert.Equal(before, Folders());
        Assert.DoesNotContain((await _client.GetAsync("api/v1/jobs?take=1000")).AsArray(), job => ((string)job!["outputName"]!).StartsWith("Planned", StringComparison.Ordinal));

        string[] Folders() => [.. Directory.EnumerateDirectories(Path.Combine(service.Process.DataRoot, "jobs")).Where(folder => Path.GetFileName(folder).StartsWith("plan-", StringComparison.Ordinal))];
    }

    [Theory]
    [InlineData("context.extent", """{"context": {"extent": {"xmin": 0, "ymin": 0, "xmax": 10, "ymax": 10}}}""")]
    [InlineData("modelArguments.tile_size", """{"modelArguments": {"tile_size": "wide"}}""")]
    [InlineData("model", """{"model": {"itemId": "none"}}""")]
    [InlineData("modle", """{"modle": 1}""")]
    public async Task What_the_job_would_be_refused_for_is_refused(string field, string change)
    {
        var (raster, model) = await AddAsync();
        var request = ServiceClient.Request(raster, model);
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            request[name] = value?.DeepClone();
        }

        await AssertFaultAsync(request, field);
    }

    [Fact]
    public async Task A_model_that_does_not_go_with_the_raster_is_refused()
    {
        var (raster, _) = await AddAsync();
        var model = await _client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3), ("ExtractBands", new JsonArray(4))), TinyNetworks.CopyBand(3)), "fifth.dlpk");
        await AssertFaultAsync(ServiceClient.Request(raster, (string)model["id"]!), "inputRaster");
    }

    [Fact]
    public async Task Planning_that_takes_too_long_is_given_up()
    {
        await using var hasty = new ServiceProcess();
        hasty.Settings["RasterAnalysis__Jobs__PlanTime"] = "00:00:00.001";
        await hasty.StartAsync();
        var (raster, model) = await AddAsync(hasty.Client);
        using var response = await hasty.Client.Http.PostAsJsonAsync(Plans, ServiceClient.Request(raster, model), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.True(response.Headers.Contains("Retry-After"));
        Assert.Contains("Planning took longer than 0 seconds", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task AssertFaultAsync(JsonObject request, string field)
    {
        using var response = await _client.Http.PostAsJsonAsync(Plans, request, Cancellation);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!;
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, answer.ToJsonString());
        Assert.Contains(answer["errors"]!.AsArray(), error => (string)error!["field"]! == field);
    }

    private async Task<JsonNode> PlanAsync(JsonObject request)
    {
        using var response = await _client.Http.PostAsJsonAsync(Plans, request, Cancellation);
        var plan = (await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!;
        Assert.True(response.StatusCode == HttpStatusCode.OK, plan.ToJsonString());
        return plan;
    }

    private Task<(string Raster, string Model)> AddAsync() => AddAsync(_client);

    private static async Task<(string Raster, string Model)> AddAsync(ServiceClient client)
    {
        var raster = await client.AddAsync(TiffFile.Byte(120, 90, 1, (_, row, column) => (byte)((row + column) % 3)), "planned.tif");
        var model = await client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3)), "planned.dlpk");
        return ((string)raster["id"]!, (string)model["id"]!);
    }
}
