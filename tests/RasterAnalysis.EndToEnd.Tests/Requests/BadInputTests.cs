using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Requests;

/// <summary>Each bad input gets an error that names the field and the fix, leaves no trace, and the service goes on answering.</summary>
public sealed class BadInputTests(OwnService own) : IClassFixture<OwnService>, IAsyncLifetime
{
    private static readonly byte[] Network = TinyNetworks.CopyBand(2);

    private string[] _before = [];

    private ServiceClient Client => own.Client;

    public static TheoryData<string, byte[], string> BadPackages => new()
    {
        { "no zip", "This is a text."u8.ToArray(), "zip" },
        { "no .emd", TestPackages.Zip(("network.onnx", Network)), ".emd" },
        { "two .emd", TestPackages.Zip(("a.emd", Emd()), ("b.emd", Emd()), ("network.onnx", Network)), "2 .emd" },
        { "path traversal", TestPackages.Zip(("model.emd", Emd()), ("../network.onnx", Network)), "../network.onnx" },
        { "zip bomb", TestPackages.Zip(("model.emd", Emd()), ("network.onnx", new byte[64 << 20])), "zip bomb" },
        { "truncated network", TestPackages.Zip(("model.emd", Emd()), ("network.onnx", Network[..(Network.Length / 2)])), "damaged" },
        { "no network", TestPackages.Zip(("model.emd", Emd()), ("readme.txt", [])), "network.onnx" },
        { "PyTorch weights", TestPackages.Zip(("model.emd", Emd("network.pth")), ("network.pth", [1, 2, 3])), "torch.onnx.export" },
        { "an .emd that is no JSON", TestPackages.Zip(("model.emd", "Classes = 3"u8.ToArray()), ("network.onnx", Network)), "model.emd" },
        { "a network for whole tiles", TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), TinyNetworks.WholeTileClassifier(2)), "whole" },
    };

    public static TheoryData<string, string, string, string> BadRequests => new()
    {
        { "JSON that is not JSON", "{\"inputRaster\": ", "body", "JSON" },
        { "nothing at all", "{}", "inputRaster", "itemId" },
        { "unknown item", """{"inputRaster":{"itemId":"0123456789abcdef0123456789abcdef"},"model":{"itemId":"MODEL"}}""", "inputRaster", "0123456789abcdef0123456789abcdef" },
        { "unknown model", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"ffff"}}""", "model", "ffff" },
        { "a raster as the model", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"RASTER"}}""", "model", "Deep Learning Package" },
        { "missing raster", """{"inputRaster":{"uri":"/rasterStores/store/nothing.tif"},"model":{"itemId":"MODEL"}}""", "inputRaster", "nothing.tif" },
        { "raster outside the stores", """{"inputRaster":{"uri":"/rasterStores/store/../../etc/passwd"},"model":{"itemId":"MODEL"}}""", "inputRaster", "store" },
        { "no such store", """{"inputRaster":{"uri":"/rasterStores/other/a.tif"},"model":{"itemId":"MODEL"}}""", "inputRaster", "store" },
        { "a path of the machine", """{"inputRaster":{"uri":"/etc/passwd"},"model":{"itemId":"MODEL"}}""", "inputRaster", "/rasterStores/" },
        { "a host that is not listed", """{"inputRaster":{"url":"http://169.254.169.254/latest/a.tif"},"model":{"itemId":"MODEL"}}""", "inputRaster", "host" },
        { "NaN cell size", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"MODEL"},"context":{"cellSize":"NaN"}}""", "context.cellSize", "NaN" },
        { "negative cell size", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"MODEL"},"context":{"cellSize":-5}}""", "context.cellSize", "-5" },
        { "extent turned round", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"MODEL"},"context":{"extent":{"xmin":9,"ymin":0,"xmax":1,"ymax":1}}}""", "context.extent", "xmin" },
        { "an extent at the wrong level", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"MODEL"},"extent":{"xmin":0,"ymin":0,"xmax":1,"ymax":1}}""", "extent", "context.extent" },
        { "a key that nobody knows", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"MODEL"},"context":{"celSize":10}}""", "context.celSize", "cellSize" },
        { "padding below zero", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"MODEL"},"modelArguments":{"padding":"-1"}}""", "modelArguments.padding", "0" },
    };

    public static TheoryData<string, string, string> FailingJobs => new()
    {
        { "band count that does not fit", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"FOURBANDS"}}""", "band" },
        { "extent that misses the raster", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"MODEL"},"context":{"extent":{"xmin":0,"ymin":0,"xmax":1,"ymax":1}}}""", "extent" },
        { "padding that leaves nothing", """{"inputRaster":{"itemId":"RASTER"},"model":{"itemId":"MODEL"},"modelArguments":{"padding":"32","tile_size":"64"}}""", "padding" },
        { "a file that is no raster", """{"inputRaster":{"uri":"/rasterStores/store/text.tif"},"model":{"itemId":"MODEL"}}""", "text.tif" },
        { "a raster that is cut off", """{"inputRaster":{"uri":"/rasterStores/store/cut.tif"},"model":{"itemId":"MODEL"}}""", "cut.tif" },
    };

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(own.Process.Store, "text.tif"), "This is a text.");
        var whole = TiffFile.Byte(400, 300, 1, (_, row, column) => (byte)(row ^ column));
        await File.WriteAllBytesAsync(Path.Combine(own.Process.Store, "cut.tif"), [.. whole[..4], .. BitConverter.GetBytes(8 + 60000), .. whole[8..60008], .. whole[120008..]]);
        _before = Traces();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(BadPackages))]
    public async Task A_bad_package_is_refused(string what, byte[] package, string expected)
    {
        var (status, body) = await Client.TryAddAsync(package, "model.dlpk");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        AssertProblem(body, "file", expected, what);
        await AssertNoTraceAsync();
    }

    [Fact]
    public async Task A_file_that_is_no_raster_is_refused()
    {
        var (status, body) = await Client.TryAddAsync("This is a text."u8.ToArray(), "scene.tif");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        AssertProblem(body, "file", "scene.tif", "no raster");
        await AssertNoTraceAsync();
    }

    [Theory]
    [InlineData("unet.pth")]
    [InlineData("forest.pkl")]
    public async Task A_network_by_itself_is_refused_with_what_brings_it(string name)
    {
        var (status, body) = await Client.TryAddAsync([1, 2, 3], name);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        AssertProblem(body, "file", name, "By its name it is a network rather than a raster: bring it in a .dlpk");
        await AssertNoTraceAsync();
    }

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task A_bad_request_is_refused(string what, string request, string field, string expected)
    {
        using var content = new StringContent(await FillAsync(request), Encoding.UTF8, "application/json");
        using var response = await Client.Http.PostAsync("api/v1/classify-pixels/jobs", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        AssertProblem(JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!, field, expected, what);
        Assert.DoesNotContain(await JobIdsAsync(), id => !_known.Contains(id));
        await AssertNoTraceAsync();
    }

    [Theory]
    [MemberData(nameof(FailingJobs))]
    public async Task A_job_that_cannot_be_done_fails_with_the_reason(string what, string request, string expected)
    {
        var id = await Client.SubmitAsync(JsonNode.Parse(await FillAsync(request))!.AsObject());
        _known.Add(id);

        var job = await Client.FinishedAsync(id);

        Assert.Equal("failed", job["status"]!.GetValue<string>());
        var errors = ServiceClient.Messages(job, "error");
        TestContext.Current.TestOutputHelper!.WriteLine($"{what}: {string.Join(" | ", errors)}");
        Assert.Contains(errors, text => text.Contains(expected, StringComparison.OrdinalIgnoreCase));
        Assert.StartsWith("Failed at ", errors[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(errors, text => text.Contains(" at RasterAnalysis.", StringComparison.Ordinal) || text.Contains("unexpected", StringComparison.Ordinal));
        await AssertNoTraceAsync();
    }

    [Fact]
    public async Task All_faults_come_at_once()
    {
        var (status, body) = await Client.TrySubmitAsync(new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["address"] = "/elsewhere/a.tif" },
            ["modelArguments"] = new JsonObject { ["padding"] = "many", ["batch_size"] = 0 },
            ["context"] = new JsonObject { ["cellSize"] = "NaN", ["resamplingMethod"] = "GUESS" },
        });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            ["context.cellSize", "context.resamplingMethod", "inputRaster", "inputRaster.address", "model", "modelArguments.batch_size", "modelArguments.padding"],
            body["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    private readonly HashSet<string> _known = [];

    private static byte[] Emd(string network = "network.onnx") => Encoding.UTF8.GetBytes(
        TestPackages.Definition(TestPackages.NumberedClasses(2), ("ModelFile", network)).ToJsonString());

    private static void AssertProblem(JsonNode problem, string field, string expected, string what)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"{what}: {problem["detail"]}");
        Assert.Equal(400, problem["status"]!.GetValue<int>());
        Assert.Contains(
            problem["errors"]!.AsArray(),
            error => error!["field"]!.GetValue<string>().StartsWith(field, StringComparison.Ordinal)
                && error["message"]!.GetValue<string>().Contains(expected, StringComparison.OrdinalIgnoreCase));
    }

    private string[] Traces() => Directory.Exists(own.Process.DataRoot)
        ? [.. Directory.EnumerateFileSystemEntries(own.Process.DataRoot, "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetFileName(path).StartsWith("rasteranalysis.db", StringComparison.Ordinal)
                && Path.GetDirectoryName(path) != own.Process.DataRoot).Order(StringComparer.Ordinal)]
        : [];

    private async Task AssertNoTraceAsync()
    {
        // packages and rasters that the requests name are items of their own
        Assert.Equal(_before, Traces());
        Assert.True(await Client.IsReadyAsync());
    }

    private async Task<string[]> JobIdsAsync() => [.. (await Client.GetAsync("api/v1/jobs"))!.AsArray().Select(job => job!["id"]!.GetValue<string>())];

    private async Task<string> FillAsync(string request)
    {
        async Task<string> ReplaceAsync(string text, string word, Func<byte[]> content, string fileName) =>
            text.Contains(word, StringComparison.Ordinal)
                ? text.Replace(word, (await Client.AddAsync(content(), fileName))["id"]!.GetValue<string>(), StringComparison.Ordinal)
                : text;

        request = await ReplaceAsync(request, "RASTER", () => TiffFile.Byte(40, 30, 1, (_, row, column) => (byte)((row + column) % 2)), "input.tif");
        request = await ReplaceAsync(request, "FOURBANDS", FourBands, "four.dlpk");
        request = await ReplaceAsync(request, "MODEL", () => TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), Network), "model.dlpk");
        foreach (var job in await JobIdsAsync())
        {
            _known.Add(job);
        }

        _before = Traces();
        return request;
    }

    private static byte[] FourBands() => TestPackages.Package(
        TestPackages.Definition(TestPackages.NumberedClasses(6), ("ImageHeight", 256), ("ImageWidth", 256), ("ModelPadding", 64)), TinyNetworks.CentreCrop256To128(1));
}
