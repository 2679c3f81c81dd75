using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>How a result was made is said, signed and proved by making it again.</summary>
public sealed class ProvenanceTests(OwnService own) : IClassFixture<OwnService>
{
    private static readonly KnownJob Known = new("proved", 6144, 4096, 5, classes => TinyNetworks.CopyBand(classes));

    private ServiceClient Client => own.Client;

    [Fact]
    public async Task The_document_names_and_hashes_what_the_result_was_made_of_and_is_signed()
    {
        var (item, _) = await ClassifyAsync("Documented");
        var shown = await Client.GetBytesAsync($"api/v1/items/{item}/provenance");
        var document = JsonNode.Parse(shown)!;
        var (properties, assets) = (document["properties"]!, document["assets"]!);

        Assert.Equal(("Feature", "1.1.0", item), ((string)document["type"]!, (string)document["stac_version"]!, (string)document["id"]!));
        Assert.Equal($"1220{Hash(await Client.GetBytesAsync($"api/v1/items/{item}/data"))}", (string)assets["data"]!["file:checksum"]!);
        string[] inputs = [.. assets.AsObject().Where(asset => asset.Key.StartsWith("input-", StringComparison.Ordinal)).Select(asset => (string)asset.Value!["file:checksum"]!)];
        Assert.Contains($"1220{Hash(await File.ReadAllBytesAsync(Path.Combine(own.Process.Store, "proved.tif")))}", inputs);
        Assert.Contains($"1220{Hash(TinyNetworks.CopyBand(5))}", inputs);
        Assert.Equal("/rasterStores/store/proved.tif", (string)properties["rasteranalysis:request"]!["inputRaster"]!["uri"]!);
        Assert.Equal((4096, 6144), ((int)properties["proj:shape"]![0]!, (int)properties["proj:shape"]![1]!));
        Assert.All(["RasterAnalysis", "ONNX Runtime", "GDAL", ".NET", "Processor"], name => Assert.NotEmpty((string)properties["processing:software"]![name]!));
        Assert.True((bool)properties["rasteranalysis:seams"]!["exact"]!);
        Assert.DoesNotContain(own.Process.DataRoot, Encoding.UTF8.GetString(shown), StringComparison.Ordinal);

        var signature = (await Client.Http.GetStringAsync($"api/v1/items/{item}/provenance?f=jws")).Split('.');
        var key = (await Client.GetAsync("api/v1/provenance-keys"))["keys"]![0]!;
        using var open = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars((string)key["x"]!), Y = Base64Url.DecodeFromChars((string)key["y"]!) },
        });
        Assert.True(open.VerifyData(Encoding.ASCII.GetBytes($"{signature[0]}.{signature[1]}"), Base64Url.DecodeFromChars(signature[2]), HashAlgorithmName.SHA256));
        Assert.Equal(shown, Base64Url.DecodeFromChars(signature[1]));
        Assert.Equal(("ES256", (string)key["kid"]!), Header(signature[0]));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(own.Process.DataRoot, "provenance.key")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task What_nobody_has_touched_is_the_same_when_it_is_made_again()
    {
        var (item, sections) = await ClassifyAsync("Untouched");

        var all = await VerifyAsync(item, "all");
        var some = await VerifyAsync(item, 2);

        Assert.Equal((sections, 6144L * 4096, 0L, true), Values(all));
        Assert.Equal((2, 0L), ((int)some["value"]!["sections"]!, (long)some["value"]!["differing"]!));
        Assert.Contains($"{sections} sections with 25,165,824 pixels were made again: no pixel differs.", ServiceClient.Messages(all));
        Assert.DoesNotContain(ServiceClient.Messages(all), message => message.Contains("its result is taken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_pixel_that_was_flipped_is_found()
    {
        var (item, sections) = await ClassifyAsync("Flipped");
        var was = Known.ValueAt(3000, 5000);
        Burn(Directory.EnumerateFiles(Path.Combine(own.Process.DataRoot, "items", item), "*.tif").Single(), row: 3000, column: 5000, (was + 1) % 5);

        var job = await VerifyAsync(item, "all");

        Assert.Equal((sections, 6144L * 4096, 1L, false), Values(job));
        var window = Assert.Single(job["value"]!["windows"]!.AsArray())!;
        Assert.InRange(5000, (int)window["columnOffset"]!, (int)window["columnOffset"]! + (int)window["width"]! - 1);
        Assert.InRange(3000, (int)window["rowOffset"]!, (int)window["rowOffset"]! + (int)window["height"]! - 1);
        Assert.Contains(ServiceClient.Messages(job, "warning"), message => message.Contains("1 differ", StringComparison.Ordinal) && message.Contains("not, byte by byte", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_result_that_was_smoothed_is_made_again_as_a_whole()
    {
        // squares of four classes with single pixels of a fifth, which do not stay
        var raster = (string)(await Client.AddAsync(
            Testing.Tiff.TiffFile.Byte(900, 700, 1, (_, row, column) => (byte)((row * 31) + (column * 17) is var place && place % 101 == 0 ? 4 : (row / 50 + (column / 50)) % 4)), "smoothed.tif"))["id"]!;
        var model = (string)(await Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(5)), TinyNetworks.CopyBand(5)), "smoothed.dlpk"))["id"]!;
        var (job, result) = await Client.ClassifyAsync(ServiceClient.Request(raster, model, new JsonObject { ["minimum_mapping_unit"] = 5 }));
        var item = (string)job["result"]!["itemId"]!;
        Assert.Null(result.FirstDifference((row, column) => (uint)((row / 50 + (column / 50)) % 4)));

        var untouched = await VerifyAsync(item, 1);
        Burn(Directory.EnumerateFiles(Path.Combine(own.Process.DataRoot, "items", item), "*.tif").Single(), row: 310, column: 620, 4);
        var flipped = await VerifyAsync(item, "all");

        Assert.Equal(((int)job["sections"]!["total"]!, 630_000L, 0L, true), Values(untouched));
        Assert.Contains("The result was smoothed as a whole, so all of its sections are made again.", ServiceClient.Messages(untouched));
        Assert.Equal(((int)job["sections"]!["total"]!, 630_000L, 1L, false), Values(flipped));
    }

    [Theory]
    [InlineData("verifications")]
    [InlineData("smooth")]
    [InlineData("polygons")]
    [InlineData("change")]
    public async Task What_is_asked_of_an_item_that_is_not_there_is_not_found(string call)
    {
        using var response = await Client.Http.PostAsJsonAsync($"api/v1/items/0123456789abcdef0123456789abcdef/{call}", new JsonObject());

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_changed_model_input_or_record_is_always_found()
    {
        var (raster, model) = ((string)(await Client.AddAsync(Testing.Tiff.TiffFile.Byte(300, 200, 1, (_, row, column) => (byte)((row + column) % 3)), "changing.tif"))["id"]!,
            (string)(await Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3)), "changing.dlpk"))["id"]!);
        var (job, _) = await Client.ClassifyAsync(ServiceClient.Request(raster, model));
        var item = (string)job["result"]!["itemId"]!;
        var items = Path.Combine(own.Process.DataRoot, "items");

        // as long as before, and as old
        await WithChangedAsync(Directory.EnumerateFiles(Path.Combine(items, model, "package"), "*.onnx").Single(), async () =>
            Assert.Contains("The model 'network.onnx' is gone, or is not what it was", await FailAsync(item), StringComparison.Ordinal));
        await WithChangedAsync(Directory.EnumerateFiles(Path.Combine(items, raster), "*.tif").Single(), async () =>
            Assert.Contains("The raster 'changing.tif' is gone, or is not what it was", await FailAsync(item), StringComparison.Ordinal));
        await WithChangedAsync(Path.Combine(items, item, "provenance-record.json"), async () =>
            Assert.Contains("it is not what this service has signed", await FailAsync(item), StringComparison.Ordinal));
        await WithChangedAsync(Path.Combine(items, item, "provenance.json"), async () =>
            Assert.Contains("it is not what this service has signed", await FailAsync(item), StringComparison.Ordinal));

        Assert.Equal((1, 60_000L, 0L, true), Values(await VerifyAsync(item, "all")));
    }

    [Theory]
    [InlineData("0", "sections", "must be a whole number of sections, 1 or more, or \"all\".")]
    [InlineData("\"some\"", "sections", "must be a whole number of sections, 1 or more, or \"all\".")]
    [InlineData("2.5", "sections", "must be a whole number of sections, 1 or more, or \"all\".")]
    public async Task Odd_numbers_of_sections_are_refused(string sections, string field, string message)
    {
        var (item, _) = await ClassifyAsync("Asked");
        using var response = await Client.Http.PostAsJsonAsync($"api/v1/items/{item}/verifications", new JsonObject { ["sections"] = JsonNode.Parse(sections) });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Assert.Single((await response.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!.AsArray())!;
        Assert.Equal((field, message), ((string)error["field"]!, (string)error["message"]!));
    }

    [Fact]
    public async Task What_was_brought_has_no_provenance_and_cannot_be_verified()
    {
        var item = (string)(await Client.AddAsync(Testing.Tiff.TiffFile.Byte(30, 20, 1, (_, _, _) => 1), "brought.tif"))["id"]!;
        using var provenance = await Client.Http.GetAsync($"api/v1/items/{item}/provenance");
        using var verification = await Client.Http.PostAsJsonAsync($"api/v1/items/{item}/verifications", new JsonObject());

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (provenance.StatusCode, verification.StatusCode));
        Assert.Contains("was not made here; only what this service has classified can be made again", await verification.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<(string Item, int Sections)> ClassifyAsync(string name)
    {
        var job = await Known.AssertRightAsync(own.Process, await Known.SubmitAsync(own.Process, $"{name}{Guid.NewGuid():N}"));
        return ((string)job["result"]!["itemId"]!, (int)job["sections"]!["total"]!);
    }

    private async Task<JsonNode> RunAsync(string item, JsonNode sections)
    {
        using var response = await Client.Http.PostAsJsonAsync($"api/v1/items/{item}/verifications", new JsonObject { ["sections"] = sections });
        var body = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, body.ToJsonString());
        return await Client.FinishedAsync((string)body["id"]!);
    }

    private async Task<JsonNode> VerifyAsync(string item, JsonNode sections)
    {
        var job = await RunAsync(item, sections);
        Assert.True((string)job["status"]! == "succeeded", $"{job.ToJsonString()}\n{own.Process.Log}");
        return job;
    }

    private async Task<string> FailAsync(string item)
    {
        var job = await RunAsync(item, "all");
        Assert.Equal("failed", (string)job["status"]!);
        return string.Join('\n', ServiceClient.Messages(job, "error"));
    }

    private static (int Sections, long Pixels, long Differing, bool IsSameFile) Values(JsonNode job)
    {
        var value = job["value"]!;
        return ((int)value["sections"]!, (long)value["pixels"]!, (long)value["differing"]!, (bool)value["isSameFile"]!);
    }

    /// <summary>Changes one byte in the middle of a file while something is done, and nothing else that tells.</summary>
    private static async Task WithChangedAsync(string path, Func<Task> act)
    {
        var (bytes, time) = (await File.ReadAllBytesAsync(path), File.GetLastWriteTimeUtc(path));
        var changed = bytes.ToArray();
        changed[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, changed);
        File.SetLastWriteTimeUtc(path, time);
        await act();
        await File.WriteAllBytesAsync(path, bytes);
        File.SetLastWriteTimeUtc(path, time);
    }

    /// <summary>Writes one pixel of a raster by GDAL's own tool.</summary>
    private static void Burn(string path, int row, int column, int value)
    {
        var info = JsonNode.Parse(GdalTool.Run("gdalinfo", "-json", path))!["geoTransform"]!.AsArray().Select(number => (double)number!).ToArray();
        string Place(double x, double y) => FormattableString.Invariant($"{info[0] + ((column + x) * info[1])} {info[3] + ((row + y) * info[5])}");

        // in a table of texts nothing says a coordinate system, so that none is converted
        var shape = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(shape, $"Id,WKT\n1,\"POLYGON(({string.Join(',', Place(0.1, 0.1), Place(0.9, 0.1), Place(0.9, 0.9), Place(0.1, 0.9), Place(0.1, 0.1))}))\"\n");
        GdalTool.Run("gdal_rasterize", "-q", "-burn", $"{value}", shape, path);
        File.Delete(shape);
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static (string Algorithm, string Key) Header(string encoded)
    {
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(encoded))!;
        return ((string)header["alg"]!, (string)header["kid"]!);
    }
}
