using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>What cannot be compared, and rasters at the edge of it.</summary>
public sealed class ChangeFaultTests(SharedService service)
{
    private const int Width = 40;
    private const int Height = 30;

    private ServiceClient Client => service.Client;

    [Fact]
    public async Task What_cannot_be_taken_is_refused_by_field()
    {
        var (from, to) = (await ResultAsync(Classes(2)), await ResultAsync(Classes(2)));
        var sure = await AddAsync(TiffFile.Byte(Width, Height, 1, (_, _, _) => 50));
        var imagery = await AddAsync(TiffFile.Byte(Width, Height, 3, (_, _, _) => 1));
        var words = await AddAsync(TiffFile.UInt16(Width, Height, 1, (_, _, _) => 50));

        await AssertRefusedAsync(from, [], "toItem", "is required; name the item");
        await AssertRefusedAsync(from, Body(from), "toItem", "names the earlier raster itself");
        await AssertRefusedAsync(from, Body("0123456789abcdef0123456789abcdef"), "toItem", "There is no item '0123456789abcdef0123456789abcdef'");
        await AssertRefusedAsync(from, Body(imagery), "toItem", "is imagery, not a class raster");
        await AssertRefusedAsync(imagery, Body(to), "id", "is imagery, not a class raster");
        await AssertRefusedAsync(from, Body(to, ("unchanged", "drop")), "unchanged", "must be keep, merge or leaveOut");
        await AssertRefusedAsync(from, Body(to, ("after", "x")), "after", "is not known here");
        await AssertRefusedAsync(from, Body(to, ("fromConfidence", Item(sure)), ("minimumConfidence", 30)), "toConfidence", "is required");
        await AssertRefusedAsync(from, Body(to, ("fromConfidence", Item(sure)), ("toConfidence", Item(sure))), "minimumConfidence", "is required with fromConfidence and toConfidence");
        await AssertRefusedAsync(from, Body(to, ("fromConfidence", Item(sure)), ("toConfidence", Item(sure)), ("minimumConfidence", 101)), "minimumConfidence", "from 0 to 100");
        await AssertRefusedAsync(from, Body(to, ("fromConfidence", Item(words)), ("toConfidence", Item(sure)), ("minimumConfidence", 30)), "fromConfidence", "its first band has U16 samples");
        using var none = await Client.Http.PostAsJsonAsync("api/v1/items/none/change", Body(to));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        using var other = await Client.Http.GetAsync($"api/v1/items/{from}/transitions");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task Another_grid_is_refused_with_both()
    {
        var from = await ResultAsync(Classes(2));
        var aside = await ResultAsync(Classes(2, left: 500005));
        var sure = await AddAsync(TiffFile.Byte(Width, Height, 1, (_, _, _) => 50));
        var small = await AddAsync(TiffFile.Byte(Width - 1, Height, 1, (_, _, _) => 50));

        await AssertRefusedAsync(
            from, Body(aside), "toItem",
            "it has 40×30 pixels of 10 × 10 from (500005, 5000000), in WGS 84 / UTM zone 33N; the earlier one has 40×30 pixels of 10 × 10 from (500000, 5000000), in WGS 84 / UTM zone 33N.");
        await AssertRefusedAsync(from, Body(await ResultAsync(Classes(2)), ("fromConfidence", Item(sure)), ("toConfidence", Item(small)), ("minimumConfidence", 30)), "toConfidence", "it has 39×30 pixels");
    }

    [Fact]
    public async Task Another_coordinate_system_fails_by_field_and_rounding_is_no_other_grid()
    {
        var from = await ResultAsync(Classes(2));
        var elsewhere = await ResultAsync(MadeRaster.Translate(Classes(2), "-a_srs", "EPSG:32632"));
        var rounded = await ResultAsync(Classes(2, left: 500000.0001));

        var failed = await JobAsync(from, Body(elsewhere));
        var done = await JobAsync(from, Body(rounded));

        Assert.Equal("failed", (string)failed["status"]!);
        Assert.Contains(ServiceClient.Messages(failed, "error"), text =>
            text.StartsWith("toItem: is on another grid than the earlier raster", StringComparison.Ordinal) && text.Contains("UTM zone 32N; the earlier one has", StringComparison.Ordinal));
        Assert.Equal("succeeded", (string)done["status"]!);
    }

    [Fact]
    public async Task Values_that_are_no_per_cent_or_no_class_fail_by_field()
    {
        var (from, to) = (await ResultAsync(Classes(2)), await ResultAsync(Classes(2)));
        var sure = await AddAsync(TiffFile.Byte(Width, Height, 1, (_, _, _) => 50));
        var wrong = await AddAsync(TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)(row == 7 && column == 9 ? 180 : 50)));
        var unnamed = await AddAsync(Classes(2));

        var confidence = await JobAsync(from, Body(to, ("fromConfidence", Item(sure)), ("toConfidence", Item(wrong)), ("minimumConfidence", 30)));
        var classes = await JobAsync(from, Body(unnamed));

        Assert.Contains(ServiceClient.Messages(confidence, "error"), text => text.StartsWith("toConfidence: The raster is no confidence: it has pixels of the value 180", StringComparison.Ordinal));
        Assert.Contains(ServiceClient.Messages(classes, "error"), text => text.StartsWith("toItem: The raster has no classes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mosaics_are_refused()
    {
        var folder = $"change-{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.Combine(service.Process.Store, folder));
        await File.WriteAllBytesAsync(Path.Combine(service.Process.Store, folder, "one.tif"), Classes(2));
        await File.WriteAllBytesAsync(Path.Combine(service.Process.Store, folder, "other.tif"), Classes(2, left: 500400));
        using var layer = await Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject
        {
            ["uris"] = new JsonArray($"/rasterStores/store/{folder}/one.tif", $"/rasterStores/store/{folder}/other.tif"),
        });

        await AssertRefusedAsync(await ResultAsync(Classes(2)), Body((string)(await layer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!), "toItem", "is a mosaic of 2 rasters");
    }

    [Fact]
    public async Task More_pairs_than_bytes_are_two_bytes()
    {
        var (from, to) = (await ResultAsync(Classes(17), 17), await ResultAsync(TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)(row * column % 16), 255), 16));

        var job = await JobAsync(from, Body(to));
        var raster = CogFile.Read(await Client.GetBytesAsync((string)job["result"]!["raster"]!));

        Assert.Equal((16, "65535"), (raster.Bits, raster.NoData));
        Assert.Null(raster.FirstDifference((row, column) => (uint)((ClassAt(row, column, 17) * 16) + (row * column % 16) + 1)));
    }

    [Fact]
    public async Task Rasters_without_a_change_without_a_common_name_and_without_a_system_are_compared()
    {
        var (from, same) = (await ResultAsync(Classes(2)), await ResultAsync(Classes(2)));
        var flat = WithoutSystem(Classes(2));
        var (here, there) = (await ResultAsync(flat), await ResultAsync(flat, names: ["one", "two"]));

        var none = await JobAsync(from, Body(same, ("unchanged", "leaveOut")));
        var all = await JobAsync(here, Body(there));

        Assert.Contains("No pixel has changed.", ServiceClient.Messages(none));
        var matrix = await Client.GetAsync($"api/v1/items/{none["result"]!["itemId"]}/transitions");
        Assert.Equal((0, Width * Height), ((int)matrix["changed"]!["pixels"]!, (int)matrix["noData"]!["pixels"]!));
        Assert.Contains(ServiceClient.Messages(all, "warning"), text => text.Contains("every pixel counts as changed", StringComparison.Ordinal));
        Assert.Contains("1,200 pixels of 1,200 pixels changed (100.0 %).", ServiceClient.Messages(all));
        var unknown = await Client.GetAsync($"api/v1/items/{all["result"]!["itemId"]}/transitions");
        Assert.True(unknown.AsObject().TryGetPropertyValue("squareMetres", out var metres) && metres is null);
        Assert.Equal("Square metres are not known: the raster has no coordinate system.", (string)unknown["note"]!);
        Assert.Contains("Class 0,,,", await Client.Http.GetStringAsync($"api/v1/items/{all["result"]!["itemId"]}/transitions?format=csv"), StringComparison.Ordinal);
        using var unit = await Client.Http.GetAsync($"api/v1/items/{all["result"]!["itemId"]}/transitions?unit=acres");
        Assert.Contains("it must be hectares, squareMetres or pixels", await unit.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static int ClassAt(int row, int column, int classes) => ((row / 3) + (column / 5)) % classes;

    private static byte[] Classes(int classes, double left = 500000) => TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)ClassAt(row, column, classes), 255, left: left);

    private static byte[] WithoutSystem(byte[] raster) => MadeRaster.InFolder(folder =>
    {
        File.WriteAllBytes(Path.Combine(folder, "source.tif"), raster);
        File.WriteAllText(
            Path.Combine(folder, "raster.vrt"),
            $"<VRTDataset rasterXSize=\"{Width}\" rasterYSize=\"{Height}\"><GeoTransform>0, 10, 0, 300, 0, -10</GeoTransform><VRTRasterBand dataType=\"Byte\" band=\"1\"><NoDataValue>255</NoDataValue>"
            + "<SimpleSource><SourceFilename relativeToVRT=\"1\">source.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>");
        GdalTool.Run("gdal_translate", "-q", Path.Combine(folder, "raster.vrt"), Path.Combine(folder, "raster.tif"));
        return File.ReadAllBytes(Path.Combine(folder, "raster.tif"));
    });

    private static JsonObject Item(string id) => new() { ["itemId"] = id };

    private static JsonObject Body(string to, params (string Name, JsonNode Value)[] more)
    {
        var body = new JsonObject { ["toItem"] = Item(to) };
        foreach (var (name, value) in more)
        {
            body[name] = value.DeepClone();
        }

        return body;
    }

    private async Task<string> AddAsync(byte[] raster) => (string)(await Client.AddAsync(raster, "raster.tif"))["id"]!;

    private async Task<string> ResultAsync(byte[] raster, int classes = 2, string[]? names = null)
    {
        var model = (string)(await Client.AddAsync(
            TestPackages.Package(
                TestPackages.Definition(TestPackages.NumberedClasses(classes).Select(one => (one.Value, names?[one.Value] ?? one.Name, one.Color))), TinyNetworks.CopyBand(classes)), "model.dlpk"))["id"]!;
        var (job, _) = await Client.ClassifyAsync(ServiceClient.Request(await AddAsync(raster), model));
        return (string)job["result"]!["itemId"]!;
    }

    private async Task<JsonNode> JobAsync(string from, JsonObject body)
    {
        using var response = await Client.Http.PostAsJsonAsync($"api/v1/items/{from}/change", body);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return await Client.FinishedAsync((string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!);
    }

    private async Task AssertRefusedAsync(string from, JsonObject body, string field, string words)
    {
        using var response = await Client.Http.PostAsJsonAsync($"api/v1/items/{from}/change", body);
        var problem = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, problem.ToJsonString());
        var fault = Assert.Single(problem["errors"]!.AsArray());
        Assert.Equal(field, (string)fault!["field"]!);
        Assert.Contains(words, (string)fault["message"]!, StringComparison.Ordinal);
    }
}
