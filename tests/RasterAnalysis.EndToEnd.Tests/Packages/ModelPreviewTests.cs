using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Pictures of what a model makes of one tile of a raster, and what its card says of it.</summary>
public sealed class ModelPreviewTests(SharedService service)
{
    private const int Width = 700;
    private const int Height = 600;
    private const int Classes = 5;

    // TiffFile lays rasters so
    private const double Left = 500000;
    private const double Top = 5000000;
    private const double Cell = 10;

    [Fact]
    public async Task The_middle_of_a_raster_is_drawn_in_the_colours_of_its_classes()
    {
        var (model, raster) = (await CopyBandAsync(), await RasterAsync(1));
        var picture = PngFile.Read(await PreviewAsync(model, new JsonObject { ["itemId"] = raster }));

        Assert.InRange(picture.Width, 64, 512);
        Assert.InRange(picture.Height, 64, 512);
        AssertClasses(picture, (Height - picture.Height) / 2, (Width - picture.Width) / 2);
    }

    [Fact]
    public async Task An_extent_chooses_the_place()
    {
        var (model, raster) = (await CopyBandAsync(), await RasterAsync(1));
        var picture = PngFile.Read(await PreviewAsync(model, new JsonObject
        {
            ["itemId"] = raster,
            ["extent"] = new JsonObject { ["xmin"] = Left + (20 * Cell), ["xmax"] = Left + (60 * Cell), ["ymin"] = Top - (40 * Cell), ["ymax"] = Top - (10 * Cell) },
        }));

        Assert.Equal((40, 30), (picture.Width, picture.Height));
        AssertClasses(picture, 10, 20);
    }

    [Fact]
    public async Task Pixels_without_a_value_are_transparent()
    {
        var raster = (string)(await service.Client.AddAsync(
            TiffFile.Byte(64, 64, 1, (_, row, column) => (byte)(column < 16 ? 255 : Class(row, column)), noData: 255), "holes.tif"))["id"]!;
        var picture = PngFile.Read(await PreviewAsync(await CopyBandAsync(), new JsonObject { ["itemId"] = raster }));

        Assert.Equal(64, picture.Width);
        Assert.Equal((0, 255), (picture.At(10, 15).Alpha, picture.At(10, 16).Alpha));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_by_field()
    {
        var unet = (string)(await service.Client.AddAsync(
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), LayeredNetwork.UNet(3, 3, 1, 4, null)), "unet.dlpk"))["id"]!;
        var raster = await RasterAsync(1);

        Assert.Contains("has 1 band, but the network takes 3", await RefusalAsync(unet, new JsonObject { ["itemId"] = raster }, "itemId"), StringComparison.Ordinal);
        Assert.Contains("is required", await RefusalAsync(unet, [], "itemId"), StringComparison.Ordinal);
        Assert.Contains("is no raster", await RefusalAsync(unet, new JsonObject { ["itemId"] = unet }, "itemId"), StringComparison.Ordinal);
        Assert.Contains("There is no item", await RefusalAsync(unet, new JsonObject { ["itemId"] = "none" }, "itemId"), StringComparison.Ordinal);
        Assert.Contains("is not known", await RefusalAsync(unet, new JsonObject { ["itemId"] = raster, ["extend"] = 1 }, "extend"), StringComparison.Ordinal);
        var far = new JsonObject { ["xmin"] = 0, ["ymin"] = 0, ["xmax"] = 10, ["ymax"] = 10 };
        await RefusalAsync(await CopyBandAsync(), new JsonObject { ["itemId"] = raster, ["extent"] = far }, "extent");
        var unknown = new JsonObject { ["itemId"] = raster, ["modelArguments"] = new JsonObject { ["threshold"] = 7 } };
        await RefusalAsync(unet, unknown, "modelArguments.threshold");

        using var missing = await service.Client.Http.PostAsJsonAsync($"api/v1/items/{raster}/model/preview", new JsonObject { ["itemId"] = raster }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task The_card_says_how_the_network_is_run()
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(3), ("NormalizationStats", JsonNode.Parse("""{"band_mean_values":[10,20,30],"band_std_values":[2,4,8]}""")));
        var added = await service.Client.AddAsync(TestPackages.Package(definition, LayeredNetwork.UNet(3, 3, 2, 8, null)), "unet.dlpk");
        var card = await service.Client.GetAsync($"api/v1/items/{added["id"]}/model");

        Assert.Equal(("onnx", 0), ((string)card["runtime"]!, card["preparation"]!.AsArray().Count));
        Assert.Equal((4, true), ((int)card["seams"]!["stride"]!, (int)card["seams"]!["radius"]! > 0));
        Assert.Contains("band mean and deviation", (string)card["normalization"]!["text"]!, StringComparison.Ordinal);
        Assert.Equal(
            [(10, 0.5, 0), (20, 0.25, 0), (30, 0.125, 0)],
            card["normalization"]!["bands"]!.AsArray().Select(band => ((double)band!["subtract"]!, (double)band["multiply"]!, (double)band["add"]!)));
        Assert.True((double)card["speed"]!["milliseconds"]! > 0);
        Assert.True((int)card["speed"]!["tileWidth"]! >= 64);
        Assert.True(JsonNode.DeepEquals(card, added["model"]), "the upload's answer has another card");
    }

    private static int Class(int row, int column) => ((row / 40) + (column / 50)) % Classes;

    private static void AssertClasses(PngFile picture, int top, int left)
    {
        var colors = TestPackages.NumberedClasses(Classes).Select(c => c.Color).ToArray();
        for (var row = 0; row < picture.Height; row++)
        {
            for (var column = 0; column < picture.Width; column++)
            {
                var color = colors[Class(row + top, column + left)];
                Assert.Equal(((byte)color[0], (byte)color[1], (byte)color[2], (byte)255), picture.At(row, column));
            }
        }
    }

    private async Task<string> CopyBandAsync() => (string)(await service.Client.AddAsync(
        TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes)), "copy.dlpk"))["id"]!;

    private async Task<string> RasterAsync(int bands) =>
        (string)(await service.Client.AddAsync(TiffFile.Byte(Width, Height, bands, (_, row, column) => (byte)Class(row, column)), "classes.tif"))["id"]!;

    private async Task<byte[]> PreviewAsync(string model, JsonObject body)
    {
        using var response = await service.Client.Http.PostAsJsonAsync($"api/v1/items/{model}/model/preview", body, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("image/png", response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> RefusalAsync(string model, JsonObject body, string field)
    {
        using var response = await service.Client.Http.PostAsJsonAsync($"api/v1/items/{model}/model/preview", body, TestContext.Current.CancellationToken);
        var problem = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, problem.ToJsonString());
        Assert.Equal(field, (string)problem["errors"]![0]!["field"]!);
        return (string)problem["errors"]![0]!["message"]!;
    }
}
