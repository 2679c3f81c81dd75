using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>Imagery layers of several rasters: as one mosaic in which the first listed lies on top, or each raster by itself.</summary>
public sealed class MosaicTests(SharedService service)
{
    private const int Classes = 13;
    private const uint NoData = 255;

    [Fact]
    public async Task The_first_listed_lies_on_top_and_its_NoData_lets_the_next_through()
    {
        // A: columns 0 to 99, rows 0 to 79, with holes; B: columns 60 to 179, rows 30 to 129 of the same grid; C has cells of 20 on its own grid
        var layer = await LayerAsync(
            ("a", TiffFile.Byte(100, 80, 1, (_, r, c) => (byte)(IsHole(r, c) ? 77 : A(r, c)), noData: 77)),
            ("b", TiffFile.Byte(120, 100, 1, (_, r, c) => (byte)B(r, c), left: 500600, top: 4999700)),
            ("c", TiffFile.Byte(70, 20, 1, (_, r, c) => (byte)C(r, c), cell: 20, left: 500100, top: 4999100)));

        var (_, raster) = await service.Client.ClassifyAsync(ServiceClient.Request((string)layer["id"]!, await ModelAsync()));

        Assert.Equal((180, 130), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Equal([10, 10, 0, 0, 0, 0, 500000, 5000000, 0], raster.Grid);
        AssertEvery(raster, 180, 130, (row, column) =>
            row < 80 && column < 100 && !IsHole(row, column) ? A(row, column)
            : row >= 30 && row < 130 && column >= 60 && column < 180 ? B(row - 30, column - 60)
            : row >= 90 && row < 130 && column >= 10 && column < 150 ? C((row - 90) / 2, (column - 10) / 2)
            : NoData);
    }

    [Fact]
    public async Task The_order_of_the_list_decides()
    {
        var a = ("a", TiffFile.Byte(50, 40, 1, (_, r, c) => (byte)A(r, c)));
        var b = ("b", TiffFile.Byte(50, 40, 1, (_, r, c) => (byte)B(r, c)));
        var model = await ModelAsync();

        var (_, aFirst) = await service.Client.ClassifyAsync(ServiceClient.Request((string)(await LayerAsync(a, b))["id"]!, model));
        var (_, bFirst) = await service.Client.ClassifyAsync(ServiceClient.Request((string)(await LayerAsync(b, a))["id"]!, model));

        AssertEvery(aFirst, 50, 40, A);
        AssertEvery(bFirst, 50, 40, B);
    }

    [Fact]
    public async Task Each_raster_by_itself_gives_a_layer_of_as_many_rasters()
    {
        var layer = await LayerAsync(
            ("east", TiffFile.Byte(50, 40, 1, (_, r, c) => (byte)A(r, c))),
            ("west", TiffFile.Byte(30, 60, 1, (_, r, c) => (byte)B(r, c), left: 500200)));
        var request = ServiceClient.Request((string)layer["id"]!, await ModelAsync());
        request["processAllRasterItems"] = true;

        var job = await service.Client.FinishedAsync(await service.Client.SubmitAsync(request));

        Assert.Equal("succeeded", (string)job["status"]!);
        var item = await service.Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}");
        var rasters = item["rasters"]!.AsArray();
        Assert.Equal(2, rasters.Count);
        AssertEvery(CogFile.Read(await service.Client.GetBytesAsync((string)rasters[0]!["data"]!)), 50, 40, A);
        AssertEvery(CogFile.Read(await service.Client.GetBytesAsync((string)rasters[1]!["data"]!)), 30, 60, B);
        Assert.Equal(3800, item["classes"]!.AsArray().Sum(c => (long)c!["count"]!));
        using var picture = await service.Client.Http.GetAsync($"{item["imageServer"]}/exportImage?bbox=500000,4999400,500500,5000000&size=50,60&format=png32&f=image");
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
        using var data = await service.Client.Http.GetAsync((string)job["result"]!["raster"]!);
        Assert.Equal(HttpStatusCode.BadRequest, data.StatusCode);
        Assert.Contains("/rasters/0/data", await data.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mosaic_has_an_image_service_and_a_spatial_reference()
    {
        var layer = await LayerAsync(
            ("a", TiffFile.Byte(50, 40, 1, (_, r, c) => 200)), ("b", TiffFile.Byte(50, 40, 1, (_, r, c) => 100, left: 500500)));

        var bytes = await service.Client.GetBytesAsync($"{layer["imageServer"]}/exportImage?bbox=500000,4999600,501000,5000000&size=100,40&format=png32&f=image");
        var png = PngFile.Read(bytes);

        Assert.Equal((100, 40), (png.Width, png.Height));
        Assert.Equal((200, 100), (png.At(20, 10).Red, png.At(20, 90).Red));
        Assert.Equal(100, (int)layer["raster"]!["width"]!);
    }

    [Fact]
    public async Task Rasters_that_call_their_bands_by_other_colours_are_all_in_the_picture()
    {
        var layer = await LayerAsync(
            ("a", TiffFile.Byte(50, 40, 1, (_, r, c) => 200)),
            ("b", MadeRaster.Translate(TiffFile.Byte(50, 40, 1, (_, r, c) => 100, left: 500500), "-colorinterp", "red")));

        var png = PngFile.Read(await service.Client.GetBytesAsync($"{layer["imageServer"]}/exportImage?bbox=500000,4999600,501000,5000000&size=100,40&format=png32&f=image"));

        Assert.Equal((200, 100), (png.At(20, 10).Red, png.At(20, 90).Red));
    }

    [Fact]
    public async Task Real_scenes_whose_grids_differ_by_a_hair_become_one()
    {
        var (first, second) = (SharedData.Find("rasters/mosaic_cog1.tif"), SharedData.Find("rasters/mosaic_cog2.tif"));
        Assert.SkipWhen(first is null || second is null, "shared/data/rasters is not beside the project, so the real mosaic is NOT tested here.");
        var layer = await LayerAsync(("one", await File.ReadAllBytesAsync(first!)), ("two", await File.ReadAllBytesAsync(second!)));
        var package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2), ("ExtractBands", new JsonArray(0))), TinyNetworks.TwoClassesByThreshold(100));
        var model = (string)(await service.Client.AddAsync(package, "model.dlpk"))["id"]!;

        var (_, raster) = await service.Client.ClassifyAsync(ServiceClient.Request((string)layer["id"]!, model));

        var one = CogFile.ReadGrid(await File.ReadAllBytesAsync(first!));
        Assert.Equal(one.Grid[0], raster.Grid[0], 6);
        Assert.True(raster.Levels[0].Width >= one.Width && raster.Levels[0].Height >= one.Height);
    }

    [Theory]
    [InlineData("two bands", "has 2 bands")]
    [InlineData("16 bits", "of type U16")]
    public async Task Rasters_that_do_not_go_together_are_refused_by_name(string what, string reason)
    {
        var other = what == "two bands" ? TiffFile.Byte(9, 9, 2, (_, _, _) => 1) : TiffFile.UInt16(9, 9, 1, (_, _, _) => 1);
        var (status, problem) = await TryLayerAsync(("a", TiffFile.Byte(9, 9, 1, (_, _, _) => 1)), ("odd", other));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("odd", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(reason, problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_rasters_that_the_extent_meets_are_opened_and_one_that_was_replaced_is_looked_at_anew()
    {
        // six by six scenes of 50 cells
        var folder = $"mosaic-{Guid.NewGuid():N}";
        string PathOf(int number) => Path.Combine(service.Process.Store, folder, $"{number:D2}.tif");
        Directory.CreateDirectory(Path.Combine(service.Process.Store, folder));
        for (var number = 0; number < 36; number++)
        {
            var (top, left) = (number / 6 * 50, number % 6 * 50);
            await File.WriteAllBytesAsync(PathOf(number), TiffFile.Byte(50, 50, 1, (_, r, c) => (byte)A(r + top, c + left), left: 500000 + (10 * left), top: 5000000 - (10 * top)));
        }

        using var response = await service.Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray($"/rasterStores/store/{folder}/*.tif") });
        var layer = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        var model = await ModelAsync();
        JsonObject Request() => ServiceClient.Request(
            layer, model, new JsonObject { ["tile_size"] = 64 }, new JsonObject { ["extent"] = new JsonObject { ["xmin"] = 500200, ["ymin"] = 4999400, ["xmax"] = 500900, ["ymax"] = 4999800 } });

        // far away from the extent, so nobody misses it
        File.Delete(PathOf(35));
        var (_, raster) = await service.Client.ClassifyAsync(Request());
        AssertEvery(raster, 70, 40, (row, column) => A(row + 20, column + 20));

        // another scene in the place of one that the extent meets: half as large, so what lies under it is none
        await File.WriteAllBytesAsync(PathOf(35), TiffFile.Byte(50, 50, 1, (_, r, c) => (byte)A(r + 250, c + 250), left: 502500, top: 4997500));
        await File.WriteAllBytesAsync(PathOf(0), TiffFile.Byte(50, 30, 1, (_, r, c) => (byte)B(r, c)));
        var (_, anew) = await service.Client.ClassifyAsync(Request());
        AssertEvery(anew, 70, 40, (row, column) => row + 20 < 30 && column + 20 < 50 ? B(row + 20, column + 20) : row + 20 < 50 && column + 20 < 50 ? NoData : A(row + 20, column + 20));

        // one that is gone is told by its name
        File.Delete(PathOf(7));
        var failed = await service.Client.FinishedAsync(await service.Client.SubmitAsync(Request()));
        Assert.Contains(ServiceClient.Messages(failed, "error"), text => text.Contains("07.tif", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kept")]
    [InlineData("gone")]
    [InlineData("cut")]
    [InlineData("former")]
    public async Task What_is_known_of_where_rasters_lie_only_saves_time(string index)
    {
        var layer = await LayerAsync(
            ("a", TiffFile.Byte(50, 40, 1, (_, r, c) => (byte)A(r, c))),
            ("b", TiffFile.Byte(50, 40, 1, (_, r, c) => (byte)B(r, c), left: 500500)),
            ("c", TiffFile.Byte(50, 40, 1, (_, r, c) => (byte)C(r, c), left: 501000)));
        var file = Path.Combine(service.Process.DataRoot, "items", (string)layer["id"]!, "mosaic.index");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        switch (index)
        {
            case "gone":
                File.Delete(file);
                break;
            case "cut":
                await File.WriteAllBytesAsync(file, bytes[..^7], TestContext.Current.CancellationToken);
                break;
            case "former":
                // what earlier versions wrote, behind the mosaic's description: each raster's extent
                var raster = System.Text.Encoding.UTF8.GetString(bytes, 24, BitConverter.ToInt32(bytes, 20));
                var extents = string.Join(',', Enumerable.Range(0, 3).Select(number => $$"""{"xMin":{{500000 + (500 * number)}},"yMin":4999600,"xMax":{{500500 + (500 * number)}},"yMax":5000000}"""));
                File.Delete(file);
                await File.WriteAllTextAsync(file + ".json", $$"""{"raster":{{raster}},"extents":[{{extents}}]}""", TestContext.Current.CancellationToken);
                break;
        }

        var request = ServiceClient.Request(
            (string)layer["id"]!, await ModelAsync(), context: new JsonObject { ["extent"] = new JsonObject { ["xmin"] = 500550, ["ymin"] = 4999650, ["xmax"] = 501250, ["ymax"] = 4999950 } });
        var (_, part) = await service.Client.ClassifyAsync(request);

        AssertEvery(part, 70, 30, (row, column) => column < 45 ? B(row + 5, column + 5) : C(row + 5, column - 45));
    }

    private static uint A(int row, int column) => (uint)((((row * 7919) ^ (column * 104729)) & 0xfffff) % Classes);

    private static uint B(int row, int column) => (uint)((row * 3) + (column * 5)) % Classes;

    private static uint C(int row, int column) => (uint)((row * 7) + column) % Classes;

    private static bool IsHole(int row, int column) => (row / 9) + (column / 11) is var block && block % 4 == 0;

    private async Task<JsonNode> LayerAsync(params (string Name, byte[] Content)[] rasters)
    {
        var (status, body) = await TryLayerAsync(rasters);
        return status == HttpStatusCode.Created ? body : throw new InvalidOperationException($"{status}: {body}");
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> TryLayerAsync(params (string Name, byte[] Content)[] rasters)
    {
        var folder = $"mosaic-{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.Combine(service.Process.Store, folder));
        foreach (var (name, content) in rasters)
        {
            await File.WriteAllBytesAsync(Path.Combine(service.Process.Store, folder, $"{name}.tif"), content);
        }

        using var response = await service.Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject
        {
            ["uris"] = new JsonArray([.. rasters.Select(raster => (JsonNode)$"/rasterStores/store/{folder}/{raster.Name}.tif")]),
        });
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    private async Task<string> ModelAsync() => (string)(await service.Client.AddAsync(
        TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes)), "model.dlpk"))["id"]!;

    private static void AssertEvery(CogFile raster, int width, int height, Func<int, int, uint> expected)
    {
        Assert.Equal((width, height), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference(expected));
    }
}
