using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.ImageServices;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;
using static RasterAnalysis.EndToEnd.Tests.ImageServices.ForeignImages;

namespace RasterAnalysis.EndToEnd.Tests.ImageServices;

/// <summary>Jobs whose input is an image service of another server, sound and misbehaving, by the built service.</summary>
public sealed class ForeignImageServiceTests(LoopbackReader service) : IClassFixture<LoopbackReader>, IDisposable
{
    private const int Width = 700;
    private const int Height = 520;
    private const string Token = "t0ken-of-the-test";
    private readonly List<ForeignImageServer> _servers = [];

    public void Dispose() => _servers.ForEach(server => server.Dispose());

    [Fact]
    public async Task Every_pixel_comes_from_its_own_place_and_no_page_twice()
    {
        var server = Serve(Make(Width, Height));
        server.Description["maxImageWidth"] = 256;
        server.Description["maxImageHeight"] = 256;

        var (_, raster) = await service.Client.ClassifyAsync(service.Request(server.Service.AbsoluteUri, new JsonObject { ["parallelProcessingFactor"] = "2" }));

        AssertEvery(raster, Width, Height, Expected);
        Assert.Equal([10, 10, 0, 0, 0, 0, 500000, 5000000, 0], raster.Grid);
        Assert.Equal(1 + (3 * 3), server.Answered.Count);
        Assert.InRange(server.MostAtOnce, 1, 4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_another_server_shows_is_never_taken_from_an_earlier_job(bool isMask)
    {
        var server = Serve(Make(Width, Height));
        var reuse = new JsonObject { ["reuseResults"] = true };
        var request = service.Request(server.Service.AbsoluteUri, reuse);
        if (isMask)
        {
            request["inputRaster"] = new JsonObject { ["itemId"] = (string)(await service.Client.AddAsync(TiffFile.Byte(Width, Height, 1, (_, _, _) => 3), "three.tif"))["id"]! };
            request["context"]!["mask"] = new JsonObject { ["url"] = server.Service.AbsoluteUri };
        }

        var jobs = new List<JsonNode>();
        for (var i = 0; i < 2; i++)
        {
            request["outputName"] = $"Again{Guid.NewGuid():N}";
            jobs.Add((await service.Client.ClassifyAsync((JsonObject)request.DeepClone())).Job);
        }

        Assert.All(jobs, job => Assert.DoesNotContain(ServiceClient.Messages(job), text => text.Contains("its result is taken", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_service_that_breaks_and_refuses_gives_the_same_pixels()
    {
        var server = Serve(Make(Width, Height));
        server.Misbehave = (export, response) =>
        {
            if (export.Number is 2 or 5)
            {
                response.StatusCode = 503;
                return true;
            }

            return export.Width > 300 && Say(response, 400, "The requested image exceeds the size limit.");
        };

        var (job, raster) = await service.Client.ClassifyAsync(service.Request(server.Service.AbsoluteUri));

        AssertEvery(raster, Width, Height, Expected);
        Assert.Contains(ServiceClient.Messages(job, "warning"), text => text.Contains("Smaller blocks are asked for", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("wrong size", "pixels instead of")]
    [InlineData("shifted", "another place")]
    [InlineData("fewer bands", "2 bands instead of 1")]
    [InlineData("another type", "type U16 instead of U8")]
    [InlineData("HTML", "text/html")]
    [InlineData("envelope", "Invalid or missing input parameters")]
    [InlineData("503", "answered 503")]
    public async Task An_answer_that_does_not_fit_fails_the_job_and_shifts_no_pixel(string what, string expected)
    {
        var server = Serve(Make(Width, Height));
        server.Misbehave = (export, response) => export.Number > 0 && Misbehave(what, server, export, response);

        var job = await service.Client.FinishedAsync(await service.Client.SubmitAsync(service.Request(server.Service.AbsoluteUri)));

        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_opens_the_service_and_shows_nowhere(bool inTheAddress)
    {
        var server = Serve(Make(60, 40));
        server.Token = Token;
        var request = service.Request(inTheAddress ? $"{server.Service}?token={Token}" : server.Service.AbsoluteUri);
        if (!inTheAddress)
        {
            request["inputRaster"]!["serviceToken"] = Token;
        }

        var (job, raster) = await service.Client.ClassifyAsync(request);
        AssertEvery(raster, 60, 40, Expected);
        server.Token = $"another-{Token}";
        request["outputName"] = "Refused";
        var failed = await service.Client.FinishedAsync(await service.Client.SubmitAsync(request));

        Assert.Contains(ServiceClient.Messages(failed, "error"), text => text.Contains("error 498", StringComparison.Ordinal));
        var inputs = await service.Client.GetAsync(
            $"arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/jobs/{job["id"]}/inputs/inputRaster?f=json");
        foreach (var text in new[] { job.ToJsonString(), failed.ToJsonString(), inputs.ToJsonString(), service.Process.Log })
        {
            Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
        }

        // locks are empty, and .NET does not open what another process has locked
        foreach (var file in Directory.EnumerateFiles(service.Process.DataRoot, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) != ".lock"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.False((await reader.ReadToEndAsync()).Contains(Token, StringComparison.Ordinal), $"{Path.GetFileName(file)} holds the token.");
        }
    }

    [Fact]
    public async Task A_rendering_rule_is_applied_by_the_service()
    {
        var server = Serve(new ForeignRaster(90, 70, 3, (band, r, c) => band == 2 ? Value(r, c) : 200));
        var request = service.Request(server.Service.AbsoluteUri);
        request["inputRaster"]!["renderingRule"] = JsonNode.Parse("""{"rasterFunction":"ExtractBand","rasterFunctionArguments":{"BandIds":[2]}}""");

        var (_, raster) = await service.Client.ClassifyAsync(request);

        AssertEvery(raster, 90, 70, ExpectedWithoutNoData);
    }

    [Fact]
    public async Task Each_item_of_a_mosaic_is_classified_by_itself()
    {
        var server = Serve(new ForeignRaster(100, 100, 1, (_, r, c) => 0));
        server.Description["serviceSourceType"] = "esriImageServiceSourceTypeMosaicDataset";
        server.Items[4] = new ForeignRaster(50, 40, 1, (_, r, c) => (r + c) % LoopbackReader.Classes);
        server.Items[9] = new ForeignRaster(30, 60, 1, (_, r, c) => (r * 3) % LoopbackReader.Classes, Cell: 5, Left: 500200);
        var request = service.Request(server.Service.AbsoluteUri);
        request["processAllRasterItems"] = true;

        var job = await service.Client.FinishedAsync(await service.Client.SubmitAsync(request));

        Assert.Equal("succeeded", (string)job["status"]!);
        var rasters = (await service.Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}"))["rasters"]!.AsArray();
        AssertEvery(CogFile.Read(await service.Client.GetBytesAsync((string)rasters[0]!["data"]!)), 50, 40, (r, c) => (uint)((r + c) % LoopbackReader.Classes));
        AssertEvery(CogFile.Read(await service.Client.GetBytesAsync((string)rasters[1]!["data"]!)), 30, 60, (r, c) => (uint)(r * 3 % LoopbackReader.Classes));
    }

    [Fact]
    public async Task A_mask_and_a_cell_size_by_image_service_work()
    {
        var server = Serve(Make(80, 60, noData: null));
        var mask = Serve(new ForeignRaster(80, 60, 1, (_, r, c) => c < 40 ? 1 : 77, NoData: 77));
        var coarse = Serve(new ForeignRaster(40, 30, 1, (_, _, _) => 1, Cell: 30));

        var (_, masked) = await service.Client.ClassifyAsync(service.Request(
            server.Service.AbsoluteUri, new JsonObject { ["mask"] = new JsonObject { ["url"] = mask.Service.AbsoluteUri } }));
        var (_, coarser) = await service.Client.ClassifyAsync(service.Request(
            server.Service.AbsoluteUri, new JsonObject { ["cellSize"] = new JsonObject { ["url"] = coarse.Service.AbsoluteUri } }));

        AssertEvery(masked, 80, 60, (r, c) => c >= 40 ? NoData : ExpectedWithoutNoData(r, c));
        AssertEvery(coarser, 27, 20, (r, c) => (3 * c) + 1 is var column && column < 80 ? ExpectedWithoutNoData((3 * r) + 1, column) : NoData);
    }

    [Theory]
    [InlineData("capabilities", "\"Image,TilesOnly\"", "TilesOnly")]
    [InlineData("pixelSizeX", "-10", "pixelSizeX")]
    [InlineData("pixelSizeX", "1e-12", "more than")]
    [InlineData("bandCount", "0", "bandCount")]
    [InlineData("extent", "{\"xmin\":\"NaN\",\"ymin\":0,\"xmax\":1,\"ymax\":1}", "extent.xmin")]
    public async Task A_service_that_cannot_be_read_is_refused_with_the_key(string key, string value, string expected)
    {
        var server = Serve(Make(80, 60, noData: null));
        server.Description[key] = JsonNode.Parse(value);

        var job = await service.Client.FinishedAsync(await service.Client.SubmitAsync(service.Request(server.Service.AbsoluteUri)));

        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_is_not_listed_is_refused_at_once()
    {
        var (status, body) = await service.Client.TrySubmitAsync(service.Request("http://169.254.169.254/arcgis/rest/services/A/ImageServer"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("RasterAnalysis__AllowedHosts", body.ToJsonString(), StringComparison.Ordinal);
    }

    private static bool Misbehave(string what, ForeignImageServer server, ForeignExport export, HttpListenerResponse response)
    {
        switch (what)
        {
            case "wrong size":
                ForeignImageServer.Answer(response, server.Tiff(export with { Width = export.Width / 2, Height = export.Height / 2 }));
                return true;
            case "shifted":
                ForeignImageServer.Answer(response, server.Tiff(export, shift: 0.5));
                return true;
            case "fewer bands":
                ForeignImageServer.Answer(response, server.Tiff(export, bands: 2));
                return true;
            case "another type":
                ForeignImageServer.Answer(response, server.Tiff(export, is16Bit: true));
                return true;
            case "HTML":
                response.ContentType = "text/html";
                ForeignImageServer.Answer(response, "<html>Error</html>"u8.ToArray());
                return true;
            case "503":
                response.StatusCode = 503;
                return true;
            default:
                return Say(response, 400, "Invalid or missing input parameters.");
        }
    }

    private static bool Say(HttpListenerResponse response, int code, string message)
    {
        ForeignImageServer.AnswerError(response, code, message);
        return true;
    }

    private ForeignImageServer Serve(ForeignRaster raster)
    {
        var server = new ForeignImageServer(raster);
        _servers.Add(server);
        return server;
    }
}
