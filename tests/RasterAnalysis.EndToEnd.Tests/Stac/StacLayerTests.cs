using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Stac;

/// <summary>Imagery layers of STAC documents: their assets become a raster of an item, and a mosaic of several.</summary>
public sealed class StacLayerTests(StacService service) : IClassFixture<StacService>
{
    private const int Width = 80;
    private const int Height = 60;
    private const uint NoData = 255;

    [Fact]
    public async Task An_item_becomes_a_layer_with_named_scaled_bands()
    {
        var address = service.Add("layer/item", Item("one", left: 500000));

        var (status, layer) = await AddAsync(address, ("assets", new JsonArray("red", "swir16")), ("name", "Scaled scene"));

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("Scaled scene", Width, Height), ((string)layer["title"]!, (int)layer["raster"]!["width"]!, (int)layer["raster"]!["height"]!));
        Assert.Equal(["red", "swir16"], layer["raster"]!["bands"]!.AsArray().Select(band => (string)band!["name"]!));
        var model = await service.ModelAsync(16, [4, 1], ["swir16", "red"]);
        var (_, raster) = await service.Client.ClassifyAsync(ServiceClient.Request((string)layer["id"]!, model));
        Assert.Equal((Width, Height), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference((row, column) => IsHole(row, column) ? NoData : (uint)(Red(row, column) + (4 * Swir(row / 2, column / 2)))));
        var png = PngFile.Read(await service.Client.GetBytesAsync($"{layer["imageServer"]}/exportImage?bbox=500000,4999400,500800,5000000&size=80,60&bandIds=0&pixelType=U8&format=png32&f=image"));
        Assert.Equal((Width, Height), (png.Width, png.Height));
        Assert.Equal((0, 255), (png.At(25, 35).Alpha, png.At(5, 5).Alpha));
    }

    [Fact]
    public async Task Stored_values_stay_integers_with_their_NoData()
    {
        var (_, layer) = await AddAsync(service.Add("layer/stored", Item("stored", left: 500000)), ("assets", new JsonArray("red")), ("values", "stored"));

        Assert.Equal(("U16", 0), ((string)layer["raster"]!["bands"]![0]!["pixelType"]!, (int)layer["raster"]!["bands"]![0]!["noData"]!));
        Assert.Equal("stored", (string)layer["title"]!);
    }

    [Fact]
    public async Task A_search_becomes_a_mosaic_that_is_gone_with_its_files()
    {
        var address = service.Add("layer/search", Scene.Collection(Item("cloudy", left: 500400, clouds: 50), Item("clear", left: 500000, clouds: 1)));

        var (status, layer) = await AddAsync(address, ("assets", new JsonArray("red")));

        Assert.True(status == HttpStatusCode.Created, layer.ToJsonString());
        Assert.Equal("clear mosaic", (string)layer["title"]!);
        var model = await service.ModelAsync(16, [1], ["red"]);
        var (_, raster) = await service.Client.ClassifyAsync(ServiceClient.Request((string)layer["id"]!, model));
        Assert.Equal(Width + 40, raster.Levels[0].Width);
        Assert.Null(raster.FirstDifference((row, column) =>
            column < Width && !IsHole(row, column) ? (uint)Red(row, column) : column >= 40 && !IsHole(row, column - 40) ? (uint)Red(row, column - 40) : NoData));
        var folder = Path.Combine(service.Process.DataRoot, "items", (string)layer["id"]!);
        Assert.Equal(2, Directory.GetFiles(folder, "raster-*.tif").Length);

        using var gone = await service.Client.Http.DeleteAsync($"api/v1/items/{layer["id"]}", TestContext.Current.CancellationToken);

        Assert.True(gone.IsSuccessStatusCode);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("several", "url", "has 2 data assets, and a layer is for no model that names its bands")]
    [InlineData("unknown", "assets", "names 'thermal', but the STAC item 'hostile' has neither an asset nor a band of that name")]
    [InlineData("foreign", "url", "leads to the host '127.0.0.1:")]
    [InlineData("plain", "assets", "is only for STAC documents")]
    [InlineData("uris", "assets", "is only for STAC documents that are named by url")]
    public async Task What_cannot_be_a_layer_is_refused_by_field(string what, string field, string message)
    {
        var item = Item("hostile", left: 500000);
        if (what == "foreign")
        {
            item["assets"]!["red"]!["href"] = service.Canary.Address.AbsoluteUri;
        }

        var address = what == "plain" ? service.Catalogue.Add("layer/plain.tif", TiffFile.Byte(9, 9, 1, (_, _, _) => 1)) : service.Add($"layer/{what}", item);
        (string, JsonNode?)[] more = what switch
        {
            "several" => [],
            "unknown" => [("assets", new JsonArray("thermal"))],
            "uris" => [("assets", new JsonArray("red")), ("uris", new JsonArray("/rasterStores/store/a.tif")), ("url", null)],
            _ => [("assets", new JsonArray("red"))],
        };

        var (status, problem) = await AddAsync(address, more);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var error = Assert.Single(problem["errors"]!.AsArray())!;
        Assert.Equal(field, (string)error["field"]!);
        Assert.Contains(message, (string)error["message"]!, StringComparison.Ordinal);
        Assert.Equal(0, service.Canary.Requests);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(service.Process.DataRoot, "uploads"), "stac-*"));
    }

    private static int Red(int row, int column) => (row + column) % 4;

    private static int Swir(int row, int column) => ((row / 2) + column) % 4;

    private static bool IsHole(int row, int column) => row / 10 == 2 && column / 10 == 3;

    private async Task<(HttpStatusCode Status, JsonNode Body)> AddAsync(Uri address, params (string Name, JsonNode? Value)[] more)
    {
        var request = new JsonObject { ["url"] = address.AbsoluteUri };
        foreach (var (name, value) in more)
        {
            request[name] = value;
        }

        using var response = await service.Client.Http.PostAsJsonAsync("api/v1/imagery-layers", request);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    private JsonObject Item(string id, double left, double? clouds = null)
    {
        ushort Value(int row, int column, int cell, int value) => IsHole(row * cell, column * cell) ? (ushort)0 : (ushort)(1000 + (10000 * value));
        var red = service.Catalogue.Add($"layer/{id}/B04.tif", TiffFile.UInt16(Width, Height, 1, (_, row, column) => Value(row, column, 1, Red(row, column)), left: left));
        var swir = service.Catalogue.Add($"layer/{id}/B11.tif", TiffFile.UInt16(Width / 2, Height / 2, 1, (_, row, column) => Value(row, column, 2, Swir(row, column)), cell: 20, left: left));
        return Scene.Item(id, new JsonObject { ["red"] = Scene.Sentinel2(red.AbsoluteUri, "B04", "red"), ["swir16"] = Scene.Sentinel2(swir.AbsoluteUri, "B11", "swir16") }, clouds: clouds);
    }
}
