using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.ArcGis;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>Polygons of a result as its user asks for them.</summary>
public sealed class PolygonsTests(SharedService service)
{
    private const int Width = 80;
    private const int Height = 60;
    private const int NoData = 255;
    private static readonly string[] Names = ["Water", "Wald ä", "Town"];

    private ServiceClient Client => service.Client;

    [Fact]
    public async Task A_result_becomes_a_feature_layer_with_its_classes_and_areas()
    {
        var raster = await ResultAsync();
        var job = await MakeAsync(raster, []);
        var item = (string)job["result"]!["itemId"]!;

        var described = await Client.GetAsync($"api/v1/items/{item}");
        var features = (await Client.GetAsync((string)job["result"]!["features"]!))["features"]!.AsArray();
        var areas = (await Client.GetAsync($"api/v1/items/{raster}/areas"))["classes"]!.AsArray();
        var layer = (string)job["result"]!["featureServer"]! + "/0";
        var renderer = (await Client.GetAsync($"{layer}?f=json"))["drawingInfo"]!["renderer"]!;
        var town = await Client.GetAsync($"{layer}/query?where=ClassName='Town'&returnCountOnly=true&f=json");
        var path = Path.Combine(Path.GetTempPath(), $"{item}.gpkg");
        await File.WriteAllBytesAsync(path, await Client.GetBytesAsync($"api/v1/items/{item}/data"));
        var read = GdalTool.Run("ogrinfo", "-al", "-so", path);
        File.Delete(path);

        Assert.Equal("Feature Service", (string)described["type"]!);
        Assert.Equal(Names, described["classes"]!.AsArray().Select(one => (string)one!["name"]!));
        foreach (var one in areas)
        {
            var mine = features.Where(feature => (int)feature!["properties"]!["Value"]! == (int)one!["value"]!).ToArray();
            Assert.All(mine, feature => Assert.Equal((string)one!["name"]!, (string)feature!["properties"]!["ClassName"]!));
            Assert.Equal((double)one!["squareMetres"]!, mine.Sum(feature => (double)feature!["properties"]!["Area"]!), 1e-3);
        }

        Assert.Equal(features.Count(feature => (string)feature!["properties"]!["ClassName"]! == "Town"), (int)town["count"]!);
        Assert.Equal("ClassName", (string)renderer["field1"]!);
        Assert.Equal([20, 20, 30], renderer["uniqueValueInfos"]!.AsArray().Single(info => (string)info!["value"]! == "Town")!["symbol"]!["color"]!.AsArray().Take(3).Select(part => (int)part!));
        Assert.Contains($"Feature Count: {features.Count}", read, StringComparison.Ordinal);
        Assert.Contains("WGS 84 / UTM zone 33N", read, StringComparison.Ordinal);
        Assert.Contains(ServiceClient.Messages(job), text => text.StartsWith($"{features.Count} polygons: ", StringComparison.Ordinal) && text.Contains("Square metres on the ellipsoid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Burnt_again_they_are_the_result()
    {
        var raster = await ResultAsync();
        var job = await MakeAsync(raster, []);

        var burnt = MadeRaster.InFolder(folder =>
        {
            var (polygons, back, flat) = (Path.Combine(folder, "polygons.gpkg"), Path.Combine(folder, "back.tif"), Path.Combine(folder, "back.raw"));
            File.WriteAllBytes(polygons, Client.GetBytesAsync($"api/v1/items/{job["result"]!["itemId"]}/data").Result);
            GdalTool.Run("gdal_rasterize", "-q", "-a", "Value", "-init", $"{NoData}", "-ot", "Byte", "-te", "500000", "4999400", "500800", "5000000", "-tr", "10", "10", polygons, back);
            GdalTool.Run("gdal_translate", "-q", "-of", "ENVI", back, flat);
            return File.ReadAllBytes(flat);
        });

        Assert.Equal(Enumerable.Range(0, Width * Height).Select(i => (byte)ValueAt(i / Width, i % Width)), burnt);
    }

    [Fact]
    public async Task Classes_by_name_or_value_a_minimum_and_simplified_edges_are_taken()
    {
        var raster = await ResultAsync();
        var all = await FeaturesAsync(await MakeAsync(raster, []));

        var some = await FeaturesAsync(await MakeAsync(raster, new JsonObject
        {
            ["classes"] = new JsonArray("town", 0), ["minimumArea"] = 2000, ["simplify"] = true, ["outputName"] = $"Some_{Guid.NewGuid():N}",
        }));

        var expected = all.Where(feature => (int)feature!["properties"]!["Value"]! is 0 or 2 && (double)feature["properties"]!["Area"]! >= 2000).ToArray();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(feature => feature!["properties"]!["Area"]!.ToJsonString()), some.Select(feature => feature!["properties"]!["Area"]!.ToJsonString()));
        Assert.True(expected.Sum(feature => feature!["geometry"]!.ToJsonString().Length) > some.Sum(feature => feature!["geometry"]!.ToJsonString().Length));
    }

    [Fact]
    public async Task The_task_of_ArcGIS_makes_the_same()
    {
        var raster = await ResultAsync();
        var name = $"Made_{Guid.NewGuid():N}";
        var task = new GeoprocessingClient(Client, "ConvertRasterToFeature");

        var (job, value) = await task.RunAsync(
            ("inputRaster", $$"""{"itemId":"{{raster}}"}"""), ("outputName", $$$"""{"serviceProperties":{"name":"{{{name}}}"}}"""), ("field", "Value"), ("outputType", "Polygon"),
            ("simplifyLinesOrPolygons", "false"), ("context", "{\"outSR\":{\"wkid\":3857}}"));

        Assert.EndsWith($"/Hosted/{name}/FeatureServer", (string)value["url"]!, StringComparison.Ordinal);
        var count = await Client.GetAsync($"{value["url"]}/0/query?where=1=1&returnCountOnly=true&f=json");
        Assert.Equal((await FeaturesAsync(await MakeAsync(raster, []))).Count, (int)count["count"]!);
        Assert.Single(GeoprocessingClient.Messages(job, "Warning"), text => text.Contains("context is not used", StringComparison.Ordinal));
        Assert.Contains(
            "must be Polygon",
            (await task.PostAsync("submitJob", ("inputRaster", raster), ("outputName", "x"), ("outputType", "Line")))["error"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_by_field()
    {
        var raster = await ResultAsync();
        var imagery = (string)(await Client.AddAsync(TiffFile.Byte(9, 9, 3, (_, _, _) => 1), "imagery.tif"))["id"]!;

        await AssertRefusedAsync(raster, new JsonObject { ["minimumArea"] = -1 }, "minimumArea", "must be a number of square metres from 0");
        await AssertRefusedAsync(raster, new JsonObject { ["simplify"] = 1000 }, "simplify", "from 0 to 100");
        await AssertRefusedAsync(raster, new JsonObject { ["classes"] = new JsonArray("Forrest") }, "classes", "'Forrest' is no class of the raster; it has 0 Water, 1 Wald ä, 2 Town.");
        await AssertRefusedAsync(raster, new JsonObject { ["smoothing"] = 3 }, "smoothing", "is not known here");
        await AssertRefusedAsync(imagery, [], "id", "is imagery, not a class raster");
        using var none = await Client.Http.PostAsJsonAsync("api/v1/items/none/polygons", new JsonObject());
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task A_class_raster_whose_names_only_its_file_knows_is_taken_and_one_without_names_fails_by_field()
    {
        var unnamed = (string)(await Client.AddAsync(TiffFile.Byte(9, 9, 1, (_, _, _) => 1), "unnamed.tif"))["id"]!;

        var (status, submitted) = await SubmitAsync(unnamed, []);
        var job = await Client.FinishedAsync((string)submitted["id"]!);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.StartsWith("inputRaster: The raster has no classes", StringComparison.Ordinal));
    }

    private static int ValueAt(int row, int column) => (row + column) % 13 == 0 ? NoData : ((row / 9) + (column / 7) + (row * column % 29 == 5 ? 1 : 0)) % Names.Length;

    private async Task<(HttpStatusCode Status, JsonNode Body)> SubmitAsync(string raster, JsonObject body)
    {
        using var response = await Client.Http.PostAsJsonAsync($"api/v1/items/{raster}/polygons", body);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    private async Task<JsonNode> MakeAsync(string raster, JsonObject body)
    {
        var (status, submitted) = await SubmitAsync(raster, body);
        Assert.True(status == HttpStatusCode.Accepted, submitted.ToJsonString());
        var job = await Client.FinishedAsync((string)submitted["id"]!);
        Assert.True((string)job["status"]! == "succeeded", string.Join('\n', ServiceClient.Messages(job)));
        return job;
    }

    private async Task<JsonArray> FeaturesAsync(JsonNode job) => (await Client.GetAsync($"{job["result"]!["features"]}?limit=10000"))["features"]!.AsArray();

    private async Task AssertRefusedAsync(string raster, JsonObject body, string field, string words)
    {
        var (status, problem) = await SubmitAsync(raster, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        var fault = Assert.Single(problem["errors"]!.AsArray());
        Assert.Equal(field, (string)fault!["field"]!);
        Assert.Contains(words, (string)fault["message"]!, StringComparison.Ordinal);
    }

    private async Task<string> ResultAsync()
    {
        var raster = MadeRaster.InFolder(folder =>
        {
            File.WriteAllBytes(Path.Combine(folder, "source.tif"), TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)ValueAt(row, column)));
            GdalTool.Run(
                "gdal_translate", "-q", "-a_srs", "EPSG:32633", "-a_ullr", "500000", "5000000", "500800", "4999400", "-a_nodata", $"{NoData}", Path.Combine(folder, "source.tif"), Path.Combine(folder, "raster.tif"));
            return File.ReadAllBytes(Path.Combine(folder, "raster.tif"));
        });
        var model = (string)(await Client.AddAsync(
            TestPackages.Package(
                TestPackages.Definition(Names.Index().Select(name => ((long)name.Index, name.Item, new[] { 10 * name.Index, 20, 30 }))), TinyNetworks.CopyBand(Names.Length)), "model.dlpk"))["id"]!;
        var (job, _) = await Client.ClassifyAsync(ServiceClient.Request((string)(await Client.AddAsync(raster, "scene.tif"))["id"]!, model));
        return (string)job["result"]!["itemId"]!;
    }
}
