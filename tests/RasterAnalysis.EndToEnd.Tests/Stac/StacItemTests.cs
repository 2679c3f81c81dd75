using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Stac;

/// <summary>Jobs over STAC items: the bands that the model names, in its order, with the values that the item says.</summary>
public sealed class StacItemTests(StacService service) : IClassFixture<StacService>
{
    private const int Width = 150;
    private const int Height = 110;
    private const uint NoData = 255;

    [Fact]
    public async Task Sentinel_2_is_read_band_by_band_scaled_on_the_finest_grid()
    {
        var item = AddSentinel2("s2", isOffsetApplied: false, stored: value => 1000 + (10000 * value));
        var model = await service.ModelAsync(64, [16, 1, 4], ["SWIR1", "Red", "B08"]);

        var (job, raster) = await service.Client.ClassifyAsync(StacService.Request(item, model));

        Assert.Equal([10, 10, 0, 0, 0, 0, 500000, 5000000, 0], raster.Grid);
        AssertEvery(raster, (row, column) => IsHole(row, column) ? NoData : (uint)(Red(row, column) + (4 * Nir(row, column)) + (16 * Swir(row / 2, column / 2))));
        Assert.Contains("STAC item s2 (2024-06-01 10:17Z, 3.25 % clouds): assets swir16, red, nir.", ServiceClient.Messages(job));
        Assert.Contains(ServiceClient.Messages(job), text => text.StartsWith("Values of B08, Red, SWIR1 are scaled by the STAC item: stored × 0.0001 - 0.1.", StringComparison.Ordinal));
        Assert.Equal(0, service.Canary.Requests);
    }

    [Fact]
    public async Task An_offset_that_is_in_the_values_already_is_not_added_again()
    {
        var item = AddSentinel2("applied", isOffsetApplied: true, stored: value => value == 0 ? 1 : 10000 * value);
        var model = await service.ModelAsync(64, [16, 1, 4], ["swir16", "red", "nir"]);

        var (job, raster) = await service.Client.ClassifyAsync(StacService.Request(item, model));

        AssertEvery(raster, (row, column) => IsHole(row, column) ? NoData : (uint)(Red(row, column) + (4 * Nir(row, column)) + (16 * Swir(row / 2, column / 2))));
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("boa_offset_applied", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stored_values_and_assets_are_chosen_by_the_request()
    {
        var item = AddSentinel2("stored", isOffsetApplied: false, stored: value => 1 + value);
        var model = await service.ModelAsync(32, [1, 4], null);

        var (job, raster) = await service.Client.ClassifyAsync(StacService.Request(item, model, ("assets", new JsonArray("red", "nir")), ("values", "stored")));

        AssertEvery(raster, (row, column) => IsHole(row, column) ? NoData : (uint)(1 + Red(row, column) + (4 * (1 + Nir(row, column)))));
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("scale 0.0001 and offset -0.1; the values are fed as they are stored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Landsat_is_read_by_its_alternate_addresses()
    {
        static ushort Stored(int value) => (ushort)Math.Round((value + 0.2) / 2.75e-05);
        service.Catalogue.Add("l9/B4.TIF", TiffFile.UInt16(90, 70, 1, (_, row, column) => IsHole(row, column) ? (ushort)0 : Stored((row + column) % 2), cell: 30));
        service.Catalogue.Add("l9/B5.TIF", TiffFile.UInt16(90, 70, 1, (_, row, column) => IsHole(row, column) ? (ushort)0 : Stored(row / 3 % 2), cell: 30));
        var item = service.Add("l9/item.json", Scene.Item("l9", new JsonObject
        {
            ["nir08"] = Scene.Landsat("./B5.TIF", "OLI_B5", "nir08"), ["red"] = Scene.Landsat("B4.TIF", "OLI_B4", "red"),
        }));
        var model = await service.ModelAsync(4, [1, 2], ["Red", "NearInfrared"]);

        var (_, raster) = await service.Client.ClassifyAsync(StacService.Request(item, model));

        Assert.Equal((90, 70), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference((row, column) => IsHole(row, column) ? NoData : (uint)(((row + column) % 2) + (2 * (row / 3 % 2)))));
    }

    [Fact]
    public async Task What_the_file_says_of_itself_holds()
    {
        var source = TiffFile.UInt16(40, 30, 1, (_, row, column) => (ushort)(column == 7 ? 9 : column == 8 ? 0 : (row + column) % 4 * 2));
        service.Catalogue.Add("own/red.tif", MadeRaster.Translate(source, "-a_nodata", "9", "-a_scale", "0.5", "-a_offset", "1"));
        var item = service.Add("own/item", Scene.Item("own", new JsonObject { ["red"] = Scene.Sentinel2("red.tif", "B04", "red") }));
        var model = await service.ModelAsync(8, [1], ["red"]);

        var (job, raster) = await service.Client.ClassifyAsync(StacService.Request(item, model));

        Assert.Null(raster.FirstDifference((row, column) => column == 7 ? NoData : column == 8 ? 1u : (uint)((row + column) % 4) + 1));
        Assert.Contains(ServiceClient.Messages(job), text => text.StartsWith("Values of red are scaled by their files: stored × 0.5 + 1.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_asset_of_an_item_is_a_mask_and_a_grid()
    {
        var item = AddSentinel2("mask", isOffsetApplied: false, stored: value => 1000 + (10000 * value));
        var model = await service.ModelAsync(8, [1], ["red"]);
        var request = StacService.Request(item, model);
        foreach (var name in new[] { "mask", "snapRaster", "cellSize" })
        {
            request["context"]![name] = new JsonObject { ["url"] = item.AbsoluteUri, ["assets"] = new JsonArray("red") };
        }

        var (_, raster) = await service.Client.ClassifyAsync(request);

        AssertEvery(raster, (row, column) => IsHole(row, column) ? NoData : (uint)Red(row, column));
    }

    [Fact]
    public async Task The_ArcGIS_task_takes_an_item()
    {
        var item = AddSentinel2("esri", isOffsetApplied: false, stored: value => 1000 + (10000 * value));
        var model = await service.ModelAsync(8, [1], null);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["inputRaster"] = $$"""{"url":"{{item}}","assets":["red"]}""", ["model"] = $$"""{"itemId":"{{model}}"}""",
            ["outputClassifiedRaster"] = """{"serviceProperties":{"name":"StacByEsri"}}""", ["f"] = "json",
        });
        using var response = await service.Client.Http.PostAsync(
            "arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/submitJob", form, TestContext.Current.CancellationToken);
        var id = (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["jobId"]!;

        var job = await service.Client.FinishedAsync(id);

        Assert.Equal("succeeded", (string)job["status"]!);
        AssertEvery(CogFile.Read(await service.Client.GetBytesAsync((string)job["result"]!["raster"]!)), (row, column) => IsHole(row, column) ? NoData : (uint)Red(row, column));
    }

    private static int Red(int row, int column) => (row + (2 * column)) % 4;

    private static int Nir(int row, int column) => ((row / 3) + (column / 5)) % 4;

    private static int Swir(int row, int column) => ((3 * row) + column) % 4;

    private static bool IsHole(int row, int column) => row / 10 == 2 && column / 10 == 3;

    private static void AssertEvery(CogFile raster, Func<int, int, uint> expected)
    {
        Assert.Equal((Width, Height), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference(expected));
    }

    /// <summary>Red and near infrared with cells of 10, a short wave infrared with cells of 20, and what else an item names; holes are 0.</summary>
    private Uri AddSentinel2(string id, bool isOffsetApplied, Func<int, int> stored)
    {
        ushort Value(int row, int column, int cell, int value) => IsHole(row * cell, column * cell) ? (ushort)0 : (ushort)stored(value);
        service.Catalogue.Add($"{id}/B04.tif", TiffFile.UInt16(Width, Height, 1, (_, row, column) => Value(row, column, 1, Red(row, column))));
        service.Catalogue.Add($"{id}/B08.tif", TiffFile.UInt16(Width, Height, 1, (_, row, column) => Value(row, column, 1, Nir(row, column))));
        service.Catalogue.Add($"{id}/B11.tif", TiffFile.UInt16(Width / 2, Height / 2, 1, (_, row, column) => Value(row, column, 2, Swir(row, column)), cell: 20));
        return service.Add($"{id}/items/{id}", Scene.Item(id, new JsonObject
        {
            ["nir"] = Scene.Sentinel2($"{service.Catalogue.Address}{id}/B08.tif", "B08", "nir"),
            ["red"] = Scene.Sentinel2("../B04.tif", "B04", "red"),
            ["swir16"] = Scene.Sentinel2($"/{id}/B11.tif", "B11", "swir16"),
            ["thumbnail"] = new JsonObject { ["href"] = service.Canary.Address.AbsoluteUri, ["type"] = "image/jpeg", ["roles"] = new JsonArray("thumbnail") },
            ["visual"] = new JsonObject { ["href"] = service.Canary.Address.AbsoluteUri, ["type"] = Scene.Tiff, ["roles"] = new JsonArray("visual") },
            ["red-jp2"] = new JsonObject { ["href"] = "s3://sentinel-s2-l2a/B04.jp2", ["type"] = "image/jp2", ["roles"] = new JsonArray("data"), ["eo:bands"] = new JsonArray(new JsonObject { ["common_name"] = "red" }) },
        }, clouds: 3.25, isOffsetApplied: isOffsetApplied));
    }
}
