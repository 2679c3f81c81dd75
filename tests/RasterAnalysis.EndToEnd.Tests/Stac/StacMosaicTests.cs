using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Stac;

/// <summary>The answer of a search is a mosaic: the clearest on top, of these the newest, on the grid of the first, across zones of UTM.</summary>
public sealed class StacMosaicTests(StacService service) : IClassFixture<StacService>
{
    private const int Side = 40;
    private const int Cell = 10;
    private const uint NoData = 255;

    // in zone 33, where it meets zone 32
    private const double West = 263_000;
    private const double North = 5_000_000;

    [Fact]
    public async Task Twelve_items_over_two_zones_are_one_mosaic()
    {
        var (documents, places) = (new List<JsonObject>(), new List<Place>());
        for (var number = 0; number < 12; number++)
        {
            // rows of four that overlap by a quarter, in turns of one zone and the other
            var (x, y) = (West + (number % 4 * 300), North - (number / 4 * 300));
            var zone = number % 2 == 0 ? 33 : 32;
            var (left, top) = zone == 33 ? (x, y) : Whole(TransverseMercator.Between(33, 32, x, y));
            var place = new Place(number, zone, left, top, Clouds: number / 3 * 10, Day: 1 + (number * 5 % 12));
            places.Add(place);
            documents.Add(Add(place));
        }

        places.Sort((a, b) => a.Clouds != b.Clouds ? a.Clouds.CompareTo(b.Clouds) : b.Day.CompareTo(a.Day));
        var search = service.Add("search/answer", Scene.Collection(documents));
        var model = await service.ModelAsync(16, [1], ["red"]);

        var (job, raster) = await service.Client.ClassifyAsync(StacService.Request(search, model));

        var (first, grid) = (places[0], raster.Grid);
        var (originX, originY) = (grid[6], grid[7]);
        Assert.Equal((Cell, Cell), (grid[0], grid[1]));
        Assert.Equal((0, 0), (Remainder(originX - first.Left), Remainder(originY - first.Top)));
        var (seen, unsure) = (new HashSet<uint>(), 0);
        for (var row = 0; row < raster.Levels[0].Height; row++)
        {
            for (var column = 0; column < raster.Levels[0].Width; column++)
            {
                var expected = At(places, first.Zone, originX + ((column + 0.5) * Cell), originY - ((row + 0.5) * Cell));
                unsure += expected is null ? 1 : 0;
                if (expected is { } value)
                {
                    Assert.True(value == raster.At(row, column), $"({row}, {column}) is {raster.At(row, column)}, not {value}");
                    seen.Add(value);
                }
            }
        }

        Assert.InRange(unsure, 0, raster.Levels[0].Width * raster.Levels[0].Height / 100);
        Assert.Equal(17, seen.Count);
        var messages = ServiceClient.Messages(job);
        Assert.Contains("12 STAC items are read as a mosaic, those with the least clouds on top, and of these the newest.", messages);
        Assert.Equal(places.Select(place => $"scene-{place.Number}"), messages.Where(text => text.StartsWith("STAC item scene", StringComparison.Ordinal)).Select(text => text.Split(' ')[2]));
        Assert.Contains(messages, text => text.StartsWith("Values of red are scaled by the STAC item: stored × 0.0004 - 0.4.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_next_page_is_not_read_and_said()
    {
        var place = new Place(3, 33, West, North, 0, 1);
        var document = Scene.Collection(Add(place), Add(place with { Number = 4, Left = West + 100 }));
        document["links"] = new JsonArray(new JsonObject { ["rel"] = "next", ["href"] = service.Canary.Address.AbsoluteUri });
        var request = StacService.Request(service.Add("search/page", document), await service.ModelAsync(16, [1], ["red"]));
        request["processAllRasterItems"] = true;

        var job = await service.Client.FinishedAsync(await service.Client.SubmitAsync(request));

        Assert.Equal("succeeded", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "warning"), text => text.StartsWith("inputRaster: the STAC document says that there are more items on a next page", StringComparison.Ordinal));
        var item = await service.Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}");
        Assert.Equal(2, item["rasters"]!.AsArray().Count);
        Assert.Equal(0, service.Canary.Requests);
    }

    [Fact]
    public async Task A_band_that_one_item_lacks_is_said_by_its_id()
    {
        var other = Add(new Place(5, 33, West, North, 0, 1));
        other["assets"] = new JsonObject { ["green"] = other["assets"]!["red"]!.DeepClone() };
        other["assets"]!["green"]!["eo:bands"]![0]!["common_name"] = "green";
        var request = StacService.Request(service.Add("search/lacking", Scene.Collection(Add(new Place(6, 33, West, North, 1, 1)), other)), await service.ModelAsync(16, [1], ["red"]));

        Assert.StartsWith("inputRaster: the STAC item 'scene-5' has no asset with the band 'red'", Assert.Single(await service.FailAsync(request)), StringComparison.Ordinal);
    }

    private static double Remainder(double metres) => Math.Round(metres % Cell, 6);

    private static (double X, double Y) Whole((double X, double Y) place) => (Math.Round(place.X / Cell) * Cell, Math.Round(place.Y / Cell) * Cell);

    private static int Value(int number, int row, int column) => IsHole(row, column) ? 0 : 1 + ((number + (row / 4) + (column / 4)) % 16);

    private static bool IsHole(int row, int column) => row / 8 == 2 && column / 8 == 2;

    // Null where the place lies too near to the edge of a cell to be told by arithmetic that ends somewhere.
    private static uint? At(List<Place> places, int zone, double x, double y)
    {
        const double tooNear = 1e-3;
        foreach (var place in places)
        {
            var (ownX, ownY) = place.Zone == zone ? (x, y) : TransverseMercator.Between(zone, place.Zone, x, y);
            var (column, row) = ((ownX - place.Left) / Cell, (place.Top - ownY) / Cell);
            if (Math.Abs(column - Math.Round(column)) < tooNear || Math.Abs(row - Math.Round(row)) < tooNear)
            {
                return null;
            }

            if (column >= 0 && row >= 0 && column < Side && row < Side && Value(place.Number, (int)row, (int)column) is > 0 and var value)
            {
                return (uint)(value - 1);
            }
        }

        return NoData;
    }

    private JsonObject Add(Place place)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"scene-{place.Number}");
        var file = TiffFile.UInt16(
            Side, Side, 1, (_, row, column) => (ushort)(Value(place.Number, row, column) is > 0 and var value ? 1000 + (10000 * (value - 1) / 4) : 0), left: place.Left, top: place.Top);
        service.Catalogue.Add($"mosaic/{name}.tif", place.Zone == 33 ? file : MadeRaster.Translate(file, "-a_srs", "EPSG:32632"));
        var band = Scene.Sentinel2($"{service.Catalogue.Address}mosaic/{name}.tif", "B04", "red");

        // so that steps of 2500 are whole numbers, up to 15
        band["raster:bands"]![0]!["scale"] = 0.0004;
        band["raster:bands"]![0]!["offset"] = -0.4;
        return Scene.Item(name, new JsonObject { ["red"] = band }, string.Create(CultureInfo.InvariantCulture, $"2024-06-{place.Day:00}T10:00:00Z"), place.Clouds);
    }

    private sealed record Place(int Number, int Zone, double Left, double Top, int Clouds, int Day);
}
