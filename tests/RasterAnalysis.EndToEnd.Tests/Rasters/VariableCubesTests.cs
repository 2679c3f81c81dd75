using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;
using RasterAnalysis.Testing.Variables;

namespace RasterAnalysis.EndToEnd.Tests.Rasters;

/// <summary>Cubes of variables, heights and times through a running service: what is listed, what a job makes of them, what is refused.</summary>
public sealed class VariableCubesTests(SharedService service)
{
    private const int Columns = 48;
    private const int Rows = 36;

    private static readonly string[] Axes = ["lat", "lon"];

    private ServiceClient Client => service.Client;

    [Fact]
    public async Task Four_variables_have_the_labels_of_the_same_pixels_in_a_GeoTIFF()
    {
        // the file's own order is another than the model's, its rows come from the south, and bounds of cells and a height stand beside them
        var uri = Write(Cube()
            .Variable("swir", Axes, Plane(3)).Variable("nir", Axes, Plane(2)).Variable("red", Axes, Plane(0)).Variable("green", Axes, Plane(1)));
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(4), ("ExtractBands", new JsonArray("red", "green", "nir", "swir")));
        var brightest = new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 4, "h", "w").Output("output", OnnxType.Float, "n", 4, "h", "w").Node("Identity", ["input"], "output").Build();
        var model = (string)(await Client.AddAsync(TestPackages.Package(definition, brightest), "model.dlpk"))["id"]!;
        var plain = (string)(await Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(4)), brightest), "model.dlpk"))["id"]!;
        var geotiff = (string)(await Client.AddAsync(TiffFile.UInt16(Columns, Rows, 4, (band, row, column) => (ushort)Value(band, row, column)), "same.tif"))["id"]!;

        var (_, ofVariables) = await Client.ClassifyAsync(Request(uri, model));
        var (_, ofGeotiff) = await Client.ClassifyAsync(ServiceClient.Request(geotiff, plain));

        Assert.Equal((Columns, Rows), (ofVariables.Levels[0].Width, ofVariables.Levels[0].Height));
        Assert.Null(ofVariables.FirstDifference(Brightest));
        Assert.Null(ofGeotiff.FirstDifference(Brightest));
        Assert.Equal(4, Enumerable.Range(0, Rows * Columns).Select(i => Brightest(i / Columns, i % Columns)).Distinct().Count());
    }

    [Fact]
    public async Task Dates_and_heights_are_in_the_names_of_bands_wherever_these_are_shown()
    {
        var uri = Write(Cube().Axis("time", [0, 29, 30], ("units", "days since 2020-02-01"), ("calendar", "360_day")).Axis("height", [2, 10], ("units", "m"))
            .Variable("tas", ["time", "lat", "lon"], Planes(0, 1, 2)).Variable("wind", ["height", "lat", "lon"], Planes(3, 1)));
        string[] names = ["tas 2020-02-01", "tas 2020-02-30", "tas 2020-03-01", "wind height=2", "wind height=10"];

        var layer = await LayerAsync(uri);
        Assert.Equal(names, layer["raster"]!["bands"]!.AsArray().Select(band => (string)band!["name"]!));
        var item = await Client.GetAsync($"api/v1/items/{layer["id"]}");
        Assert.Equal(names, item["raster"]!["bands"]!.AsArray().Select(band => (string)band!["name"]!));
        var description = await Client.GetAsync($"{item["imageServer"]}?f=json");
        Assert.Equal(names, description["bandNames"]?.AsArray().Select(name => (string)name!) ?? []);

        // a job takes one of them by its name
        var model = await CopyAsync();
        var (job, raster) = await Client.ClassifyAsync(ServiceClient.Request((string)layer["id"]!, model, new JsonObject { ["band_mapping"] = "tas 2020-02-30" }));
        Assert.Contains(ServiceClient.Messages(job), message => message.Contains("2 (tas 2020-02-30)", StringComparison.Ordinal));
        Assert.Null(raster.FirstDifference((row, column) => Value(1, row, column)));
        var (_, height) = await Client.ClassifyAsync(ServiceClient.Request((string)layer["id"]!, model, new JsonObject { ["band_mapping"] = "wind height=10" }));
        Assert.Null(height.FirstDifference((row, column) => Value(1, row, column)));
    }

    [Fact]
    public async Task The_results_of_one_variable_are_not_those_of_another()
    {
        var uri = Write(Cube().Variable("red", Axes, Plane(0)).Variable("nir", Axes, Plane(2)));
        var model = await CopyAsync();

        foreach (var (variable, band) in ((string, int)[])[("red", 0), ("nir", 2), ("red", 0)])
        {
            var request = Request($"{uri}#{variable}", model);
            request.Remove("context");
            var (_, raster) = await Client.ClassifyAsync(request);

            Assert.Null(raster.FirstDifference((row, column) => Value(band, row, column)));
        }
    }

    [Fact]
    public async Task A_layer_of_one_variable_is_called_by_file_and_variable_and_gives_out_the_file()
    {
        var file = Cube().Variable("red", Axes, Plane(0)).Variable("nir", Axes, Plane(2)).ToArray();
        var uri = Write(file);

        var layer = await LayerAsync($"{uri}#nir");

        Assert.Equal($"{Path.GetFileNameWithoutExtension(uri)} nir", (string)layer["title"]!);
        Assert.Equal(file, await Client.GetBytesAsync($"api/v1/items/{layer["id"]}/data"));
        using var picture = await Client.Http.GetAsync($"{layer["imageServer"]}/exportImage?bbox=10,40,14.8,43.6&size=48,36&format=png&f=image");
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
    }

    [Fact]
    public async Task Variables_of_several_files_are_one_mosaic()
    {
        // the second lies to the east of the first
        var west = Write(Cube().Variable("red", Axes, Plane(0)).Variable("nir", Axes, Plane(2)));
        var east = Write(Cube(14.8).Variable("red", Axes, Plane(1)).Variable("nir", Axes, Plane(3)));

        var layer = await LayerAsync($"{west}#red", $"{east}#nir");
        var (_, raster) = await Client.ClassifyAsync(ServiceClient.Request((string)layer["id"]!, await CopyAsync()));

        Assert.Equal((2 * Columns, Rows), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference((row, column) => column < Columns ? Value(0, row, column) : Value(3, row, column - Columns)));
        var samples = await Client.GetAsync($"{layer["imageServer"]}/getSamples?geometryType=esriGeometryMultipoint&geometry={{\"points\":[[10.55,43.45],[15.35,43.45]]}}&f=json");
        Assert.True(samples["samples"] is not null, samples.ToJsonString());
        Assert.Equal([$"{Value(0, 1, 5)}", $"{Value(3, 1, 5)}"], samples["samples"]!.AsArray().Select(sample => (string)sample!["value"]!));
    }

    [Fact]
    public async Task Several_grids_are_refused_in_a_job_with_all_of_them_and_what_to_write()
    {
        var uri = Write(Cube().Variable("red", Axes, Plane(0)).Dimension("y", 2).Dimension("x", 3)
            .Axis("latitude", [40, 42], ("units", "degrees_north")).Axis("longitude", [10, 12, 14], ("units", "degrees_east")).Variable("coarse", ["latitude", "longitude"], new short[6]));

        using var refusal = await Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray(uri) });
        var job = await Client.FinishedAsync(await Client.SubmitAsync(Request(uri, await CopyAsync())));

        var sentence = $"holds variables of several grids: red (48×36), coarse (3×2). Name one of them at the end of the uri, as {Path.GetFileName(uri)}#red.";
        Assert.Equal(HttpStatusCode.BadRequest, refusal.StatusCode);
        Assert.Contains(sentence, (string)(await refusal.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!, StringComparison.Ordinal);
        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job), message => message.Contains(sentence, StringComparison.Ordinal));
    }

    private static NetCdfFile Cube(double left = 10)
    {
        // centres of cells of 0.1 degrees
        double[] lat = [.. Enumerable.Range(0, Rows).Select(i => Math.Round(40.05 + (i * 0.1), 6))];
        double[] lon = [.. Enumerable.Range(0, Columns).Select(i => Math.Round(left + 0.05 + (i * 0.1), 6))];
        return new NetCdfFile().Dimension("nv", 2)
            .Axis("lat", lat, ("units", "degrees_north"), ("bounds", "lat_bnds")).Variable("lat_bnds", ["lat", "nv"], new double[2 * Rows]).Axis("lon", lon, ("units", "degrees_east"));
    }

    // band, row from the north, column
    private static uint Value(int band, int row, int column) => (uint)(((row * (3 + band)) + (column * (5 + (2 * band))) + (band * 4)) % 13);

    // the first one where two are alike, as argmax has it
    private static uint Brightest(int row, int column) => (uint)Enumerable.Range(0, 4).MaxBy(band => Value(band, row, column));

    private static short[] Plane(int band) => Planes(band);

    // from the south, as the axis has it
    private static short[] Planes(params int[] bands) =>
        [.. bands.SelectMany(band => Enumerable.Range(0, Rows * Columns).Select(i => (short)Value(band, Rows - 1 - (i / Columns), i % Columns)))];

    private static JsonObject Request(string uri, string model) => new()
    {
        ["inputRaster"] = new JsonObject { ["uri"] = uri },
        ["model"] = new JsonObject { ["itemId"] = model },
        ["outputName"] = $"Result{Guid.NewGuid():N}",
        ["context"] = new JsonObject { ["reuseResults"] = false },
    };

    private string Write(NetCdfFile file) => Write(file.ToArray());

    private string Write(byte[] file)
    {
        var name = $"{Guid.NewGuid():N}.nc";
        File.WriteAllBytes(Path.Combine(service.Process.Store, name), file);
        return $"/rasterStores/store/{name}";
    }

    private async Task<JsonNode> LayerAsync(params string[] uris)
    {
        using var response = await Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray([.. uris.Select(uri => (JsonNode)uri)]) });
        var layer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.True(response.StatusCode == HttpStatusCode.Created, layer.ToJsonString());
        return layer;
    }

    private async Task<string> CopyAsync() =>
        (string)(await Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(13)), TinyNetworks.CopyBand(13)), "model.dlpk"))["id"]!;
}
