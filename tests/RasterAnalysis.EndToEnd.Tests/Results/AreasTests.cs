using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;
using static RasterAnalysis.EndToEnd.Tests.Results.AreaScene;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>Areas of results as their user asks for them, against computations that the product knows nothing of.</summary>
public sealed class AreasTests(SharedService service)
{
    private const double Precision = 1e-9;

    private ServiceClient Client => service.Client;

    [Theory]
    [InlineData("EPSG:4326", 12, 0.25, 0, 70, 0, -0.5)]
    [InlineData("EPSG:3857", 1500000, 30000, 0, 11000000, 0, -30000)]
    [InlineData("EPSG:32633", 200000, 10000, 0, 6000000, 0, -10000)]
    [InlineData("EPSG:32633", 500000, 9, 3, 5000000, 3, -9)] // turned
    [InlineData("EPSG:3035", 2600000, 25000, 0, 4400000, 0, -25000)]
    public async Task Areas_of_a_result_are_those_of_its_pixels_on_the_ellipsoid(string system, double left, double columnX, double rowX, double top, double columnY, double rowY)
    {
        double[] transform = [left, columnX, rowX, top, columnY, rowY];
        var expected = Expected(PixelAreas(system, transform));

        var job = await ClassifyAsync(Raster(system, transform));
        var areas = await AreasAsync(ItemOf(job));

        AssertAreas(expected, areas);
        Assert.Equal(system == "EPSG:4326" ? "zoneBetweenParallels" : "arealScale", (string)areas["method"]!);
        Assert.Contains("semi-major axis 6378137 m", (string)areas["note"]!, StringComparison.Ordinal);
        var largest = Names.Index().MaxBy(name => expected[name.Index]);
        Assert.Single(ServiceClient.Messages(job), text => text.StartsWith($"Areas: {largest.Item} ", StringComparison.Ordinal));
        Assert.EndsWith($"/items/{ItemOf(job)}/areas", (string)(await Client.GetAsync($"api/v1/items/{ItemOf(job)}"))["areas"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_no_job_has_measured_and_a_class_raster_that_was_brought_are_measured_when_asked_for()
    {
        double[] transform = [12, 0.25, 0, 70, 0, -0.5];
        var job = await ClassifyAsync(Raster("EPSG:4326", transform));
        var measured = await AreasAsync(ItemOf(job));

        // as a version that knew no areas left it
        var kept = Path.Combine(service.Process.DataRoot, "items", ItemOf(job), "areas.json");
        File.Delete(kept);
        Assert.Equal(measured.ToJsonString(), (await AreasAsync(ItemOf(job))).ToJsonString());
        Assert.True(File.Exists(kept));

        var brought = await Client.AddAsync(await Client.GetBytesAsync((string)job["result"]!["raster"]!), "brought.tif");
        Assert.Equal(measured.ToJsonString(), (await AreasAsync((string)brought["id"]!)).ToJsonString());
    }

    [Fact]
    public async Task The_table_is_comma_separated_values()
    {
        var expected = Expected(PixelAreas("EPSG:4326", [12, 0.25, 0, 70, 0, -0.5]));
        var item = ItemOf(await ClassifyAsync(Raster("EPSG:4326", [12, 0.25, 0, 70, 0, -0.5])));

        using var response = await Client.Http.GetAsync($"api/v1/items/{item}/areas?format=csv");

        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("-areas.csv", response.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal(Classes + 2, lines.Length);
        Assert.Equal(("Value,ClassName,Pixels,SquareMetres,Hectares,Share", ""), (lines[0], lines[^1]));
        Assert.StartsWith("0,\"Water, \"\"open\"\"\",", lines[1], StringComparison.Ordinal);
        var cells = lines[2].Split(',');
        Assert.Equal(["1", "Wald ä"], cells[..2]);
        double[] numbers = [.. cells[2..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        Assert.Equal(Enumerable.Range(0, Width * Height).Count(i => ValueAt(i / Width, i % Width) == 1), numbers[0]);
        Assert.InRange((numbers[1] / expected[1]) - 1, -Precision, Precision);
        Assert.Equal(numbers[1] / 10000, numbers[2], 1e-6);
        Assert.Equal(expected[1] / (expected[0] + expected[1] + expected[2]), numbers[3], 1e-9);
    }

    [Fact]
    public async Task Without_a_coordinate_system_pixels_are_counted_and_it_is_said_why()
    {
        var job = await ClassifyAsync(Raster(null, [0, 10, 0, 600, 0, -10]));
        var areas = await AreasAsync(ItemOf(job));

        Assert.All(areas["classes"]!.AsArray(), c => Assert.True(c!.AsObject().TryGetPropertyValue("squareMetres", out var area) && area is null));
        Assert.True(areas["noData"]!.AsObject().ContainsKey("squareMetres") && areas.AsObject().ContainsKey("method"));
        Assert.Equal("Square metres are not known: the raster has no coordinate system.", (string)areas["note"]!);
        Assert.Equal(Width * Height, areas["classes"]!.AsArray().Sum(c => (long)c!["pixels"]!) + (long)areas["noData"]!["pixels"]!);
        Assert.Equal(1, areas["classes"]!.AsArray().Sum(c => (double)c!["share"]!), 1e-12);
        Assert.Single(ServiceClient.Messages(job), text => text.StartsWith("Areas: ", StringComparison.Ordinal) && text.EndsWith((string)areas["note"]!, StringComparison.Ordinal));
        var table = await Client.Http.GetStringAsync($"api/v1/items/{ItemOf(job)}/areas?format=csv");
        Assert.Matches(@"\r\n2,'=Town,\d+,,,0\.\d+\r\n$", table);
    }

    [Fact]
    public async Task The_rasters_of_a_mosaic_are_added_up()
    {
        double[] north = [12, 0.25, 0, 70, 0, -0.5], south = [12, 0.25, 0, -10, 0, -0.5];
        var request = ServiceClient.Request(await MosaicAsync(service, "EPSG:4326", north, south), await ModelAsync());
        request["processAllRasterItems"] = true;

        var job = await Client.FinishedAsync(await Client.SubmitAsync(request));
        var areas = await AreasAsync(ItemOf(job));

        var (one, other) = (Expected(PixelAreas("EPSG:4326", north)), Expected(PixelAreas("EPSG:4326", south)));
        AssertAreas(one.ToDictionary(pair => pair.Key, pair => pair.Value + other[pair.Key]), areas, rasters: 2);
        Assert.EndsWith("The 2 rasters are added up.", (string)areas["note"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_is_taken_over_has_its_areas_too()
    {
        var raster = (string)(await Client.AddAsync(Raster("EPSG:4326", [40, 0.25, 0, 70, 0, -0.5]), "scene.tif"))["id"]!;
        var model = await ModelAsync();
        var (first, _) = await Client.ClassifyAsync(ServiceClient.Request(raster, model));
        var (second, _) = await Client.ClassifyAsync(ServiceClient.Request(raster, model, context: new JsonObject { ["reuseResults"] = true }));

        Assert.Contains(ServiceClient.Messages(second), text => text.Contains("its result is taken", StringComparison.Ordinal));
        Assert.Contains(ServiceClient.Messages(first).Single(text => text.StartsWith("Areas: ", StringComparison.Ordinal)), ServiceClient.Messages(second));
        Assert.Equal((await AreasAsync(ItemOf(first))).ToJsonString(), (await AreasAsync(ItemOf(second))).ToJsonString());
    }

    [Fact]
    public async Task What_has_no_areas_is_refused_with_the_reason()
    {
        var imagery = (string)(await Client.AddAsync(TiffFile.Byte(9, 9, 3, (_, _, _) => 1), "imagery.tif"))["id"]!;
        var unnamed = (string)(await Client.AddAsync(TiffFile.Byte(9, 9, 1, (_, _, _) => 1), "unnamed.tif"))["id"]!;

        await AssertRefusedAsync($"{imagery}/areas", HttpStatusCode.BadRequest, "id", "is imagery, not a class raster: it has several bands.");
        await AssertRefusedAsync($"{unnamed}/areas", HttpStatusCode.BadRequest, "id", "The raster has no classes: neither its metadata nor an attribute table or category names say what its values mean.");
        await AssertRefusedAsync($"{await ModelAsync()}/areas", HttpStatusCode.BadRequest, "id", "is no raster.");
        await AssertRefusedAsync($"{unnamed}/areas?format=xlsx", HttpStatusCode.BadRequest, "format", "is 'xlsx'; it must be json or csv.");
        await AssertRefusedAsync($"{unnamed}/areas?zones=1", HttpStatusCode.BadRequest, "zones", "is not known here");
        await AssertRefusedAsync("none/areas", HttpStatusCode.NotFound, null, "none");
    }

    private static string ItemOf(JsonNode job) => (string)job["result"]!["itemId"]!;

    private Task<JsonNode> AreasAsync(string item) => Client.GetAsync($"api/v1/items/{item}/areas");

    private async Task<JsonNode> ClassifyAsync(byte[] raster)
    {
        var (job, _) = await Client.ClassifyAsync(ServiceClient.Request((string)(await Client.AddAsync(raster, "scene.tif"))["id"]!, await ModelAsync()));
        return job;
    }

    private async Task<string> ModelAsync() => (string)(await Client.AddAsync(Package(), "model.dlpk"))["id"]!;

    private async Task AssertRefusedAsync(string path, HttpStatusCode status, string? field, string words)
    {
        using var response = await Client.Http.GetAsync($"api/v1/items/{path}");
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>();
        Assert.Equal(status, response.StatusCode);
        Assert.Contains(words, (string)problem!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(field, problem["errors"]!.AsArray() is [{ } fault] ? (string)fault["field"]! : null);
    }

    private static Dictionary<int, double> Expected(double[] areas) =>
        areas.Index().GroupBy(pixel => ValueAt(pixel.Index / Width, pixel.Index % Width)).ToDictionary(group => group.Key, group => group.Sum(pixel => pixel.Item));

    private static void AssertAreas(Dictionary<int, double> expected, JsonNode areas, int rasters = 1)
    {
        var counts = Enumerable.Range(0, Width * Height).CountBy(i => ValueAt(i / Width, i % Width)).ToDictionary();
        var whole = expected.Where(pair => pair.Key != NoData).Sum(pair => pair.Value);
        Assert.Equal(Names, areas["classes"]!.AsArray().Select(c => (string)c!["name"]!));
        foreach (var (value, one) in areas["classes"]!.AsArray().Index())
        {
            Assert.Equal((value, (long)counts[value] * rasters), ((int)one!["value"]!, (long)one["pixels"]!));
            Assert.InRange(((double)one["squareMetres"]! / expected[value]) - 1, -Precision, Precision);
            Assert.Equal(expected[value] / whole, (double)one["share"]!, Precision);
        }

        Assert.Equal((long)counts[NoData] * rasters, (long)areas["noData"]!["pixels"]!);
        Assert.InRange(((double)areas["noData"]!["squareMetres"]! / expected[NoData]) - 1, -Precision, Precision);
    }
}
