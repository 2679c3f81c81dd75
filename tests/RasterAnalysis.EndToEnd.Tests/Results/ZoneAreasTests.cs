using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;
using static RasterAnalysis.EndToEnd.Tests.Results.AreaScene;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>Areas by zones as their user asks for them, against the test's own arithmetic.</summary>
public sealed class ZoneAreasTests(SharedService service)
{
    private const double Precision = 1e-9;
    private static readonly double[] Degrees = [12, 0.25, 0, 70, 0, -0.5];
    private static readonly double[] Metres = [500000, 9, 0, 5000000, 0, -9];
    private static readonly double[] Turned = [500000, 9, 3, 5000000, 3, -9];

    public static TheoryData<string, double[]> Grids => new() { { "EPSG:4326", Degrees }, { "EPSG:32633", Metres }, { "EPSG:32633", Turned } };

    private ServiceClient Client => service.Client;

    [Theory]
    [MemberData(nameof(Grids))]
    public async Task A_zone_has_the_pixels_whose_centre_lies_in_it_and_zones_may_overlap(string system, double[] transform)
    {
        // in pixels: a polygon with a hole; two parts, one of them over the first polygon; partly beyond; off the raster; between centres
        double[][][][] zones =
        [
            [[[10.2, 5.3, 60.4, 8.1, 55.7, 50.2, 12.9, 44.4], [30.1, 20.2, 40.3, 21.4, 35.2, 33.3]]],
            [[[50.3, 30.2, 79.1, 30.9, 64.4, 58.8]], [[1.2, 1.3, 6.1, 1.2, 6.3, 9.9, 1.1, 9.7]]],
            [[[70.4, 40.3, 120.2, 40.4, 120.1, 90.2, 70.3, 90.4]]],
            [[[180.1, 140.2, 190.3, 140.4, 190.2, 150.1, 180.4, 150.3]]],
            [[[20.6, 20.6, 20.9, 20.6, 20.9, 21.4]]],
        ];
        var pixels = PixelAreas(system, transform);
        var result = await ResultAsync(system, transform);

        var found = await ZonesAsync(result, Collection(system, transform, zones));

        foreach (var (place, zone) in found["zones"]!.AsArray().Index())
        {
            int[] inside = [.. Enumerable.Range(0, Width * Height).Where(i => IsInside(zones[place], (i % Width) + 0.5, (i / Width) + 0.5))];
            Assert.Equal(place < 3, inside.Length > 0);
            Assert.Equal(((long)place + 1, $"Zone {place}"), ((long)zone!["id"]!, (string)zone["name"]!));
            AssertZone(inside, pixels, zone);
        }

        Assert.Equal(
            [null, null, "It lies partly beyond the raster; what lies within is counted.", "It lies outside of the raster.", "No pixel's centre lies in it."],
            found["zones"]!.AsArray().Select(zone => (string?)zone!["note"]));
        Assert.Equal(system == "EPSG:4326" ? "zoneBetweenParallels" : "arealScale", (string)found["method"]!);
        Assert.Contains("semi-major axis 6378137 m", (string)found["note"]!, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public async Task Zones_that_tile_the_raster_add_up_to_the_whole(string system, double[] transform)
    {
        // a fan around a pixel's centre: edges run through centres, and every second triangle goes the other way round
        double[] around = [0, 0, 33.5, 0, 80, 0, 80, 7.5, 80, 60, 61, 60, 0, 60, 0, 21.25];
        var fan = Enumerable.Range(0, around.Length / 2).Select(i =>
        {
            double[] one = [around[2 * i], around[(2 * i) + 1]], next = [around[(2 * i + 2) % around.Length], around[(2 * i + 3) % around.Length]];
            return new[] { new[] { i % 2 == 0 ? [31.5, 29.5, .. one, .. next] : (double[])[.. next, .. one, 31.5, 29.5] } };
        }).ToArray();
        var result = await ResultAsync(system, transform);

        AssertWhole(await Client.GetAsync($"api/v1/items/{result}/areas"), await ZonesAsync(result, Collection(system, transform, fan)));
    }

    [Fact]
    public async Task Zones_are_in_longitude_and_latitude_where_nothing_else_is_said()
    {
        // the central meridian of the zone runs through column 37
        double[] transform = [500000 - (9 * 37.3), 9, 0, 5000000, 0, -9];
        var result = await ResultAsync("EPSG:32633", transform);
        var pixels = PixelAreas("EPSG:32633", transform);

        // the halves of the Earth east and west of a meridian through the raster, neither of which the projection takes as a whole
        var found = await ZonesAsync(result, new JsonObject
        {
            ["type"] = "FeatureCollection",
            ["features"] = new JsonArray(
                Feature("West", null, [[[-180, -90, 15, -90, 15, 90, -180, 90]]]), Feature("East", null, [[[15, 90, 180, 90, 180, -90, 15, -90]]]), Feature("Far", null, [[[-80, 10, -70, 10, -70, 20]]]),
                new JsonObject { ["type"] = "Feature", ["geometry"] = null, ["properties"] = new JsonObject { ["name"] = "None" } }),
        });

        AssertZone([.. Enumerable.Range(0, Width * Height).Where(i => i % Width < 37)], pixels, found["zones"]![0]!);
        AssertZone([.. Enumerable.Range(0, Width * Height).Where(i => i % Width >= 37)], pixels, found["zones"]![1]!);
        Assert.Equal(["West", "East", "Far", "None"], found["zones"]!.AsArray().Select(zone => (string)zone!["name"]!));
        Assert.Equal(("It lies outside of the raster.", "It has no polygon."), ((string)found["zones"]![2]!["note"]!, (string)found["zones"]![3]!["note"]!));
        AssertWhole(await Client.GetAsync($"api/v1/items/{result}/areas"), found);
    }

    [Fact]
    public async Task The_features_of_an_item_are_zones_and_a_table_has_a_line_for_each_class_of_each()
    {
        var result = await ResultAsync("EPSG:32633", Metres);
        using var submitted = await Client.Http.PostAsJsonAsync($"api/v1/items/{result}/polygons", new JsonObject());
        var polygons = (string)(await Client.FinishedAsync((string)(await submitted.Content.ReadFromJsonAsync<JsonNode>())!["id"]!))["result"]!["itemId"]!;
        var features = (await Client.GetAsync($"api/v1/items/{polygons}/features?limit=10000"))["features"]!.AsArray().ToDictionary(feature => (long)feature!["id"]!, feature => feature!["properties"]!);

        var found = await ZonesAsync(result, new JsonObject { ["itemId"] = polygons }, "ClassName");

        // each polygon has the pixels that it was made of, and no other
        Assert.Equal(features.Keys.Order(), found["zones"]!.AsArray().Select(zone => (long)zone!["id"]!).Order());
        foreach (var zone in found["zones"]!.AsArray())
        {
            var own = features[(long)zone!["id"]!];
            Assert.Equal((string)own["ClassName"]!, (string)zone["name"]!);
            var classes = zone["classes"]!.AsArray().Where(c => (long)c!["pixels"]! > 0);
            Assert.Equal((long)own["Value"]!, (long)Assert.Single(classes)!["value"]!);
            Assert.InRange(((double)zone["squareMetres"]! / (double)own["Area"]!) - 1, -Precision, Precision);
        }

        var filtered = await AskAsync(result, new JsonObject { ["zones"] = new JsonObject { ["itemId"] = polygons, ["filter"] = "Value = 1" }, ["zoneField"] = "Value" }, "?format=csv");
        Assert.Equal("text/csv", filtered.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("-zones.csv", filtered.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        var lines = (await filtered.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal(("Zone,ZoneName,Value,ClassName,Pixels,SquareMetres,Hectares,Share", ""), (lines[0], lines[^1]));
        var ones = features.Where(feature => (long)feature.Value["Value"]! == 1).Select(feature => feature.Key).ToHashSet();
        Assert.Equal((ones.Count * Classes) + 2, lines.Length);
        foreach (var cells in lines[1..^1].Select(line => line.Replace("\"Water, \"\"open\"\"\"", "Water", StringComparison.Ordinal).Split(',')))
        {
            Assert.Contains(long.Parse(cells[0], CultureInfo.InvariantCulture), ones);
            Assert.Equal(("1", cells[2] == "1" ? "1" : "0"), (cells[1], cells[7]));
            Assert.Equal(cells[2] == "1" ? (double)features[long.Parse(cells[0], CultureInfo.InvariantCulture)]["Area"]! / 10000 : 0, double.Parse(cells[6], CultureInfo.InvariantCulture), 1e-6);
        }
    }

    [Fact]
    public async Task Zones_over_a_mosaic_have_the_pixels_of_all_its_rasters()
    {
        double[] north = [12, 0.25, 0, 70, 0, -0.5], south = [12, 0.25, 0, -10, 0, -0.5];
        var request = ServiceClient.Request(await MosaicAsync(service, "EPSG:4326", north, south), (string)(await Client.AddAsync(Package(), "model.dlpk"))["id"]!);
        request["processAllRasterItems"] = true;
        var result = (string)(await Client.FinishedAsync(await Client.SubmitAsync(request)))["result"]!["itemId"]!;

        // in pixels of the northern raster; the southern one begins 160 rows below its top
        double[][][][] zones = [[[[4.2, 6.3, 30.1, 5.4, 22.3, 44.6]]], [[[10.3, 170.2, 77.2, 163.1, 50.4, 210.8]]], [[[-5, -7.3, 44.3, -9.2, 44.1, 188.3, -5, 190.2]]]];
        var found = await ZonesAsync(result, Collection("EPSG:4326", north, zones));

        double[] pixels = [.. PixelAreas("EPSG:4326", north), .. PixelAreas("EPSG:4326", south)];
        foreach (var (place, zone) in found["zones"]!.AsArray().Index())
        {
            int[] inside = [.. Enumerable.Range(0, 2 * Width * Height).Where(i => IsInside(zones[place], (i % Width) + 0.5, (i / Width) + 0.5 + (i / Width < Height ? 0 : 160 - Height)))];
            Assert.NotEmpty(inside);
            AssertZone(inside, pixels, zone!);
        }
    }

    [Fact]
    public async Task Without_a_coordinate_system_zones_are_in_the_coordinates_of_the_raster()
    {
        double[] transform = [0, 1, 0, 60, 0, -1];
        var result = await ResultAsync(null, transform);

        var zone = (await ZonesAsync(result, Collection(null, transform, [[[[3, 4, 20, 4, 20, 30, 3, 30]]]])))["zones"]![0]!;

        Assert.Equal(17 * 26, (long)zone["pixels"]! + (long)zone["noData"]!["pixels"]!);
        Assert.True(zone.AsObject().TryGetPropertyValue("squareMetres", out var area) && area is null);
        Assert.Equal(1, zone["classes"]!.AsArray().Sum(c => (double)c!["share"]!), 1e-12);
        await AssertRefusedAsync(result, Zones(Collection("EPSG:32633", transform, [[[[3, 4, 20, 4, 20, 30]]]])), "zones", "The raster has no coordinate system");
    }

    [Fact]
    public async Task What_cannot_be_a_zone_is_refused_with_the_reason()
    {
        var result = await ResultAsync("EPSG:4326", Degrees);
        var model = (string)(await Client.AddAsync(Package(), "model.dlpk"))["id"]!;
        var imagery = (string)(await Client.AddAsync(TiffFile.Byte(9, 9, 3, (_, _, _) => 1), "imagery.tif"))["id"]!;
        double[][][] square = [[[12, 60, 14, 60, 14, 62, 12, 62]]];
        JsonObject Good() => new() { ["type"] = "FeatureCollection", ["features"] = new JsonArray(Feature("One", null, square)) };
        var point = new JsonObject { ["type"] = "FeatureCollection", ["features"] = new JsonArray(Feature("One", null, square), new JsonObject { ["type"] = "Feature", ["geometry"] = JsonNode.Parse("""{"type":"Point","coordinates":[1,2]}"""), ["properties"] = new JsonObject() }) };
        var odd = Good();
        odd["crs"] = JsonNode.Parse("""{"type":"name","properties":{"name":"local"}}""");
        var many = new JsonObject { ["type"] = "FeatureCollection", ["features"] = new JsonArray([.. Enumerable.Range(0, 10_001).Select(_ => (JsonNode)Feature("One", null, [[[12, 60, 14, 60, 14, 62]]]))]) };
        double[] ring = [.. Enumerable.Range(0, 200_000).SelectMany(i => (double[])[12 + Math.Round(Math.Cos(i), 2), 60 + Math.Round(Math.Sin(i), 2)])];

        await AssertRefusedAsync(result, new JsonObject(), "zones", "is required: polygons as GeoJSON, or {\"itemId\"}");
        await AssertRefusedAsync(result, Zones(new JsonArray()), "zones", "must be a JSON object.");
        await AssertRefusedAsync(result, Zones(new JsonObject { ["name"] = "One" }), "zones", "must be a GeoJSON FeatureCollection of polygons, or have itemId.");
        await AssertRefusedAsync(result, Zones(new JsonObject { ["type"] = "FeatureCollection", ["features"] = new JsonArray() }), "zones.features", "must be a list of at least one feature.");
        await AssertRefusedAsync(result, Zones(new JsonObject { ["itemId"] = "none" }), "zones.itemId", "There is no item 'none'");
        await AssertRefusedAsync(result, Zones(new JsonObject { ["itemId"] = model }), "zones.itemId", "a Feature Service is needed here.");
        await AssertRefusedAsync(result, Zones(point), "zones.features[1]", "must have a Polygon or a MultiPolygon as its geometry.");
        await AssertRefusedAsync(result, Zones(odd), "zones.crs", "must name a coordinate system of EPSG");
        await AssertRefusedAsync(result, Zones(many), "zones.features", "are 10001, and 10000 are the most zones that are measured at once.");
        await AssertRefusedAsync(result, Zones(new JsonObject { ["type"] = "FeatureCollection", ["features"] = new JsonArray(Feature("One", null, [[ring]])) }), "zones", "has 200001 points, and 200000 are the most");
        await AssertRefusedAsync(result, new JsonObject { ["zones"] = Good(), ["zoneField"] = "size" }, "zoneField", "is 'size', but the zones have the properties name.");
        await AssertRefusedAsync(result, new JsonObject { ["zones"] = Good(), ["colour"] = 1 }, "colour", "is not known here");
        await AssertRefusedAsync(result, new JsonObject { ["zones"] = Good(), ["format"] = "xlsx" }, "format", "is 'xlsx'; it must be json or csv.");
        await AssertRefusedAsync(imagery, Zones(Good()), "id", "is imagery, not a class raster: it has several bands.");
        using var missing = await AskAsync("none", Zones(Good()), "");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    private static JsonObject Zones(JsonNode zones) => new() { ["zones"] = zones };

    private async Task<string> ResultAsync(string? system, double[] transform) =>
        (string)(await Client.ClassifyAsync(Raster(system, transform), Package())).Job["result"]!["itemId"]!;

    private async Task<JsonNode> ZonesAsync(string item, JsonObject zones, string? field = null)
    {
        var body = Zones(zones);
        if (field is not null)
        {
            body["zoneField"] = field;
        }

        using var response = await AskAsync(item, body, "");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private Task<HttpResponseMessage> AskAsync(string item, JsonObject body, string query) => Client.Http.PostAsJsonAsync($"api/v1/items/{item}/areas{query}", body);

    private async Task AssertRefusedAsync(string item, JsonObject body, string field, string words)
    {
        using var response = await AskAsync(item, body, "");
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(words, (string)problem!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(field, (string)Assert.Single(problem["errors"]!.AsArray())!["field"]!);
    }

    /// <summary>Zones in pixels as GeoJSON in the raster's coordinates.</summary>
    private static JsonObject Collection(string? system, double[] transform, double[][][][] zones)
    {
        var found = new JsonObject
        {
            ["type"] = "FeatureCollection",
            ["features"] = new JsonArray([.. zones.Select((zone, i) => (JsonNode)Feature($"Zone {i}", transform, zone))]),
        };
        if (system is not (null or "EPSG:4326"))
        {
            found["crs"] = new JsonObject { ["type"] = "name", ["properties"] = new JsonObject { ["name"] = $"urn:ogc:def:crs:{system.Replace(":", "::", StringComparison.Ordinal)}" } };
        }

        return found;
    }

    private static JsonObject Feature(string name, double[]? transform, double[][][] parts)
    {
        var t = transform ?? [0, 1, 0, 0, 0, 1];
        JsonArray Place(double column, double row) => [t[0] + (column * t[1]) + (row * t[2]), t[3] + (column * t[4]) + (row * t[5])];
        JsonArray Ring(double[] ring) => [.. Enumerable.Range(0, (ring.Length / 2) + 1).Select(i => (JsonNode)Place(ring[2 * i % ring.Length], ring[((2 * i) + 1) % ring.Length]))];
        JsonNode[] polygons = [.. parts.Select(rings => (JsonNode)new JsonArray([.. rings.Select(ring => (JsonNode)Ring(ring))]))];
        return new JsonObject
        {
            ["type"] = "Feature",
            ["geometry"] = polygons.Length == 1 ? new JsonObject { ["type"] = "Polygon", ["coordinates"] = polygons[0] } : new JsonObject { ["type"] = "MultiPolygon", ["coordinates"] = new JsonArray(polygons) },
            ["properties"] = new JsonObject { ["name"] = name },
        };
    }

    /// <summary>In one of the polygons: within an odd number of its rings, by the edges that a ray to the right crosses.</summary>
    private static bool IsInside(double[][][] polygons, double x, double y) => polygons.Any(rings => rings.Sum(ring =>
        Enumerable.Range(0, ring.Length / 2).Count(i =>
        {
            var (x0, y0, x1, y1) = (ring[2 * i], ring[(2 * i) + 1], ring[((2 * i) + 2) % ring.Length], ring[((2 * i) + 3) % ring.Length]);
            return y0 > y != y1 > y && x < x0 + ((y - y0) * (x1 - x0) / (y1 - y0));
        })) % 2 == 1);

    private static void AssertZone(int[] inside, double[] pixels, JsonNode zone)
    {
        var byValue = inside.ToLookup(i => ValueAt(i / Width % Height, i % Width), i => pixels[i]);
        var whole = byValue.Where(group => group.Key != NoData).Sum(group => group.Sum());
        Assert.Equal(Names, zone["classes"]!.AsArray().Select(c => (string)c!["name"]!));
        foreach (var (value, one) in zone["classes"]!.AsArray().Index())
        {
            Assert.Equal(byValue[value].Count(), (long)one!["pixels"]!);
            AssertNear(byValue[value].Sum(), (double)one["squareMetres"]!);
            Assert.Equal(whole > 0 ? byValue[value].Sum() / whole : 0, (double)one["share"]!, Precision);
        }

        Assert.Equal(byValue[NoData].Count(), (long)zone["noData"]!["pixels"]!);
        Assert.Equal(inside.Length - byValue[NoData].Count(), (long)zone["pixels"]!);
        AssertNear(byValue[NoData].Sum(), (double)zone["noData"]!["squareMetres"]!);
        AssertNear(whole, (double)zone["squareMetres"]!);
    }

    private static void AssertNear(double expected, double found) => Assert.InRange(found, expected - (Precision * expected), expected + (Precision * expected));

    private static void AssertWhole(JsonNode areas, JsonNode zones)
    {
        foreach (var (place, one) in areas["classes"]!.AsArray().Index())
        {
            var parts = zones["zones"]!.AsArray().Select(zone => zone!["classes"]![place]!).ToArray();
            Assert.Equal((long)one!["pixels"]!, parts.Sum(part => (long)part["pixels"]!));
            Assert.Equal(1, parts.Sum(part => (double)part["squareMetres"]!) / (double)one["squareMetres"]!, 1e-12);
        }

        Assert.Equal((long)areas["noData"]!["pixels"]!, zones["zones"]!.AsArray().Sum(zone => (long)zone!["noData"]!["pixels"]!));
    }
}
