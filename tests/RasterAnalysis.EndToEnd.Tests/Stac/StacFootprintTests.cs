using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Stac;

/// <summary>Items of a search that say where they lie are looked at only where the job's extent meets them.</summary>
public sealed class StacFootprintTests(StacService service) : IClassFixture<StacService>
{
    private const int Side = 40;
    private const int Cell = 10;
    private const int Columns = 4;
    private const double West = 500_000;
    private const double North = 5_000_000;

    /// <summary>How an item says where it lies, and what is asked of the server for a job within the sixth of twelve.</summary>
    [Theory]
    [InlineData("code")]
    [InlineData("epsg")]
    [InlineData("bounds")]
    [InlineData("properties")]
    [InlineData("nothing")]
    [InlineData("other shape")]
    [InlineData("odd")]
    public async Task Only_what_the_extent_meets_is_asked_for(string way)
    {
        var (asked, search) = Search($"met-{way.Replace(' ', '-')}", (number, item) => Say(item, way, number));
        var request = Request(search, await service.ModelAsync(12, [1], ["red"]), 5);

        var (job, raster) = await service.Client.ClassifyAsync(request);

        AssertIs(5, raster);
        Assert.Equal(way is "nothing" or "odd" ? [.. Enumerable.Range(0, 12)] : [0, 5], asked.Keys.Order());
        Assert.Contains("12 STAC items are read as a mosaic, those with the least clouds on top, and of these the newest.", ServiceClient.Messages(job));
    }

    [Fact]
    public async Task Without_an_extent_all_are_read_and_the_result_is_the_same_over_its_part()
    {
        var (asked, search) = Search("all", (number, item) => Say(item, "code", number));
        var model = await service.ModelAsync(12, [1], ["red"]);
        var request = Request(search, model, 5);
        request["context"]!.AsObject().Remove("extent");

        var (_, raster) = await service.Client.ClassifyAsync(request);

        Assert.Equal(12, asked.Count);
        Assert.Equal((Columns * Side, 3 * Side), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference((row, column) => (uint)((row / Side * Columns) + (column / Side))));
    }

    [Fact]
    public async Task An_extent_over_the_border_of_all_is_cut_as_if_all_had_been_opened()
    {
        var model = await service.ModelAsync(12, [1], ["red"]);
        var sizes = new List<(int, int)>();
        foreach (var way in new[] { "code", "nothing" })
        {
            var (_, search) = Search($"cut-{way}", (number, item) => Say(item, way, number));
            var request = Request(search, model, 0);
            request["context"]!["extent"] = Extent(West + (Side * Cell * 2.5), North - (Side * Cell * 0.5), 5 * Side * Cell, Side * Cell);

            var (_, raster) = await service.Client.ClassifyAsync(request);

            sizes.Add((raster.Levels[0].Width, raster.Levels[0].Height));
            Assert.Null(raster.FirstDifference((row, column) => (uint)(((row + (Side / 2)) / Side * Columns) + ((column + (Side * 5 / 2)) / Side))));
        }

        Assert.Equal([(Side * 3 / 2, Side), (Side * 3 / 2, Side)], sizes);
    }

    [Fact]
    public async Task Items_of_another_zone_are_placed_by_their_own()
    {
        var (asked, search) = Search("zones", (number, item) => Say(item, "code", number), number => number % 2 == 1);
        var request = Request(search, await service.ModelAsync(12, [1], ["red"]), 5);

        var (_, raster) = await service.Client.ClassifyAsync(request);

        AssertIs(5, raster);
        Assert.Equal([0, 5], asked.Keys.Order());
    }

    [Theory]
    [InlineData("moved", "The STAC item 'scene-5' does not lie where it says: by proj:shape and proj:transform (or proj:bbox) its asset has the extent 500600, 4999200, 501000, 4999600, its file 500400, 4999200, 500800, 4999600.")]
    [InlineData("away", "The STAC item 'scene-5' does not lie where it says: by proj:shape and proj:transform (or proj:bbox) its asset has the extent 600400, 4999200, 600800, 4999600, its file ")]
    [InlineData("zone", "The STAC item 'scene-5' does not lie where it says")]
    public async Task What_an_item_says_wrongly_is_said_by_its_id(string way, string message)
    {
        // of those far away the item's bbox says that the extent meets it
        var (_, search) = Search($"wrong-{way}", (number, item) => Say(item, number == 5 ? way : "code", number));

        var error = Assert.Single(await service.FailAsync(Request(search, await service.ModelAsync(12, [1], ["red"]), 5)));

        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_is_wrong_by_less_than_a_cell_costs_no_pixel()
    {
        var (_, search) = Search("half", (number, item) => Say(item, number == 5 ? "half" : "code", number));

        var (_, raster) = await service.Client.ClassifyAsync(Request(search, await service.ModelAsync(12, [1], ["red"]), 5));

        AssertIs(5, raster);
    }

    [Fact]
    public async Task An_asset_that_is_not_there_is_an_error_only_where_it_is_needed()
    {
        var (_, search) = Search("lost", (number, item) =>
        {
            Say(item, "code", number);
            item["assets"]!["red"]!["href"] = number is 0 or 5 ? (string)item["assets"]!["red"]!["href"]! : $"{service.Catalogue.Address}lost-{number}.tif";
        });
        var model = await service.ModelAsync(12, [1], ["red"]);

        var (_, raster) = await service.Client.ClassifyAsync(Request(search, model, 5));
        AssertIs(5, raster);

        var error = Assert.Single(await service.FailAsync(Request(search, model, 6)));
        Assert.Contains($"features[6].assets.red.href of the STAC item 'scene-6': {service.Catalogue.Address}lost-6.tif answered 404.", error, StringComparison.Ordinal);
    }

    private static double LeftOf(int number) => West + (number % Columns * Side * Cell);

    private static double TopOf(int number) => North - (number / Columns * Side * Cell);

    private static void AssertIs(int number, CogFile raster)
    {
        Assert.Equal((Side / 2, Side / 2), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference((_, _) => (uint)number));
    }

    private static JsonObject Extent(double left, double top, double width, double height) => new()
    {
        ["xmin"] = left, ["ymin"] = top - height, ["xmax"] = left + width, ["ymax"] = top,
    };

    /// <summary>The middle of an item.</summary>
    private static JsonObject Request(Uri search, string model, int number)
    {
        var request = StacService.Request(search, model);
        request["context"]!["extent"] = Extent(LeftOf(number) + (Side / 4 * Cell), TopOf(number) - (Side / 4 * Cell), Side / 2 * Cell, Side / 2 * Cell);
        return request;
    }

    private static void Say(JsonObject item, string way, int number)
    {
        var (asset, properties) = (item["assets"]!["red"]!.AsObject(), item["properties"]!.AsObject());
        var (left, top) = ((double)item["left"]!, (double)item["top"]!);
        var zone = (int)item["zone"]!;
        JsonArray Transform(double x, double y) => [Cell, 0, x, 0, -Cell, y, 0, 0, 1];
        JsonArray Shape() => [Side, Side];
        void SayAll(JsonObject target, double x, double y, int utm = 0)
        {
            target["proj:code"] = string.Create(CultureInfo.InvariantCulture, $"EPSG:{32600 + (utm > 0 ? utm : zone)}");
            target["proj:shape"] = Shape();
            target["proj:transform"] = Transform(x, y);
        }

        switch (way)
        {
            case "code":
                SayAll(asset, left, top);
                break;
            case "epsg":
                asset["proj:epsg"] = 32600 + zone;
                asset["proj:shape"] = Shape();
                asset["proj:transform"] = new JsonArray(Cell, 0, left, 0, -Cell, top);
                break;
            case "bounds":
                properties["proj:epsg"] = 32600 + zone;
                asset["proj:shape"] = Shape();
                asset["proj:bbox"] = new JsonArray(left, top - (Side * Cell), left + (Side * Cell), top);
                break;
            case "properties":
                SayAll(properties, left, top);
                break;
            case "other shape":
                // what the item says is said of other assets
                SayAll(properties, left + 12345, top);
                SayAll(asset, left, top);
                break;
            case "odd":
                asset["proj:code"] = new[] { "EPSG:32633", "IAU_2015:30100", "EPSG:999999999", "EPSG:x" }[number % 4];
                asset["proj:shape"] = number % 4 == 0 ? [Side, "x"] : Shape();
                asset["proj:transform"] = Transform(left, top);
                break;
            case "moved":
                SayAll(asset, left + (Side / 2 * Cell), top);
                break;
            case "half":
                SayAll(asset, left + (Cell / 2), top - (Cell / 2));
                break;
            case "zone":
                SayAll(asset, left, top, 32);
                item["bbox"] = new JsonArray(14.9, 45.0, 15.2, 45.3);
                break;
            case "away":
                SayAll(asset, left + 100_000, top);
                item["bbox"] = new JsonArray(14.9, 45.0, 15.2, 45.3);
                break;
        }
    }

    /// <summary>Twelve items side by side, three rows of four, whose pixels are their numbers; the numbers of those whose file is asked for.</summary>
    private (ConcurrentDictionary<int, int> Asked, Uri Search) Search(string name, Action<int, JsonObject> say, Func<int, bool>? isOfOtherZone = null)
    {
        var asked = new ConcurrentDictionary<int, int>();
        var items = new List<JsonObject>();
        for (var number = 0; number < 12; number++)
        {
            var own = number;
            var (left, top, zone) = (LeftOf(number), TopOf(number), 33);
            var content = TiffFile.UInt16(Side, Side, 1, (_, _, _) => (ushort)(own + 1), left: left, top: top);
            if (isOfOtherZone?.Invoke(number) == true)
            {
                // as large as it has to be to hold the same pixels, a cell around them
                var (x, y) = TransverseMercator.Between(33, 32, left, top);
                (left, top, zone) = (Math.Round(x / Cell) * Cell, Math.Round(y / Cell) * Cell, 32);
                content = MadeRaster.Translate(TiffFile.UInt16(Side, Side, 1, (_, _, _) => (ushort)(own + 1), left: left, top: top), "-a_srs", "EPSG:32632");
            }

            service.Catalogue.Add($"{name}/{number}.tif", response =>
            {
                asked.AddOrUpdate(own, 1, (_, count) => count + 1);
                response.ContentLength64 = content.Length;
                response.OutputStream.Write(content);
            });
            var band = Scene.Sentinel2($"{service.Catalogue.Address}{name}/{number}.tif", "B04", "red");
            band["raster:bands"]![0]!["scale"] = 1;
            band["raster:bands"]![0]!["offset"] = -1;
            var item = Scene.Item($"scene-{number}", new JsonObject { ["red"] = band }, clouds: number);
            (item["left"], item["top"], item["zone"]) = (left, top, zone);
            say(number, item);
            items.Add(item);
        }

        return (asked, service.Add($"{name}/search", Scene.Collection(items)));
    }
}
