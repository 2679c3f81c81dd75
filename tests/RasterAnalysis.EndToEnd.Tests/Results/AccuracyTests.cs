using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>Accuracy as its user asks for it: a sample is drawn, labelled and sent back; a reference raster is compared pixel by pixel. All against counts made here.</summary>
public sealed class AccuracyTests(SharedService service)
{
    private const int Width = 80;
    private const int Height = 60;
    private const int NoData = 255;
    private const double Left = 500_000, Top = 5_000_000, Side = 10;
    private static readonly string[] Names = ["water", "Wood", "town"];

    private ServiceClient Client => service.Client;

    [Fact]
    public async Task A_sample_has_the_points_that_were_asked_for_in_their_classes_and_a_seed_gives_the_same_again()
    {
        var item = await ResultAsync();

        var sample = await SampleAsync(item, """{"pointsPerClass":40,"seed":7,"coordinates":"raster"}""");
        var again = await SampleAsync(item, """{"pointsPerClass":40,"seed":7,"coordinates":"raster"}""");
        var other = await SampleAsync(item, """{"pointsPerClass":40,"seed":8,"coordinates":"raster"}""");

        var points = sample["features"]!.AsArray();
        Assert.Equal(sample.ToJsonString(), again.ToJsonString());
        Assert.NotEqual(sample["features"]!.ToJsonString(), other["features"]!.ToJsonString());
        Assert.Equal("urn:ogc:def:crs:EPSG::32633", (string)sample["crs"]!["properties"]!["name"]!);
        Assert.Equal([40, 40, 40], Enumerable.Range(0, 3).Select(value => points.Count(point => (int)point!["properties"]!["value"]! == value)));
        Assert.Equal(Enumerable.Range(1, 120), points.Select(point => (int)point!["properties"]!["id"]!));
        Assert.Equal(120, points.Select(PixelOf).Distinct().Count());
        Assert.All(points, point =>
        {
            var (row, column) = PixelOf(point);
            var properties = point!["properties"]!.AsObject();
            Assert.Equal(ValueAt(row, column), (int)properties["value"]!);
            Assert.Equal(Names[ValueAt(row, column)], (string)properties["className"]!);
            Assert.True(properties.TryGetPropertyValue("reference", out var reference) && reference is null);
            Assert.Equal([Left + ((column + 0.5) * Side), Top - ((row + 0.5) * Side)], Coordinates(point));
        });
    }

    [Fact]
    public async Task Points_are_shared_out_by_pixels_with_a_minimum_and_a_class_gives_no_more_than_it_has()
    {
        var item = await ResultAsync();
        var pixels = Counts((row, column) => ValueAt(row, column));

        var few = await SampleAsync(item, """{"points":30,"minimumPerClass":5}""");
        Assert.Equal(30, few["features"]!.AsArray().Count);
        Assert.All(Names, name => Assert.True(few["features"]!.AsArray().Count(point => (string)point!["properties"]!["className"]! == name) >= 5));

        var all = await SampleAsync(item, """{"pointsPerClass":5000}""");
        Assert.Equal(
            pixels, Enumerable.Range(0, 3).Select(value => all["features"]!.AsArray().Count(point => (int)point!["properties"]!["value"]! == value)));
        Assert.Equal(3, all["warnings"]!.AsArray().Count);
        Assert.Contains($"The class water has {pixels[0]} pixels, so all of them are drawn.", all["warnings"]!.AsArray().Select(warning => (string)warning!));
    }

    [Theory]
    [InlineData("wgs84")]
    [InlineData("raster")]
    public async Task A_labelled_sample_comes_back_as_accuracy_and_stays_with_the_item(string coordinates)
    {
        var item = await ResultAsync();
        using (var none = await Client.Http.GetAsync($"api/v1/items/{item}/accuracy"))
        {
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }

        // in longitude and latitude no point may fall into the pixel beside its own
        var sample = await SampleAsync(item, $$"""{"pointsPerClass":60,"seed":1,"coordinates":"{{coordinates}}"}""");
        var (matrix, number) = (new long[3, 3], 0);
        foreach (var point in sample["features"]!.AsArray())
        {
            var value = (int)point!["properties"]!["value"]!;
            var truth = ++number % 7 == 0 ? (value + 1) % 3 : value;
            point["properties"]!["reference"] = number % 2 == 0 ? Names[truth].ToUpperInvariant() : truth;
            matrix[value, truth]++;
        }

        sample["features"]!.AsArray()[0]!["properties"]!["reference"] = null; // one is not labelled
        matrix[(int)sample["features"]![0]!["properties"]!["value"]!, (int)sample["features"]![0]!["properties"]!["value"]!]--;

        var found = await AssessAsync(item, sample.ToJsonString(), "labelled.geojson", ("kappa", "true"));

        AssertMatrix(matrix, found);
        Assert.Equal(
            ("stratifiedSample", "squareMetres", "points", "labelled.geojson"),
            ((string)found["method"]!, (string)found["areaUnit"]!, (string)found["reference"]!["type"]!, (string)found["reference"]!["name"]!));
        Assert.Equal((179, 0, 0, 1), ReferenceOf(found));
        await AssertEstimatesAsync(item, matrix, found);
        Assert.NotNull(found["kappa"]);

        var kept = await Client.GetAsync($"api/v1/items/{item}/accuracy");
        Assert.Equal(found.ToJsonString(), kept.ToJsonString());
        using var deleted = await Client.Http.DeleteAsync($"api/v1/items/{item}/accuracy");
        using var gone = await Client.Http.GetAsync($"api/v1/items/{item}/accuracy");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, gone.StatusCode));
    }

    [Theory]
    [InlineData("x,y,class", ',', true)]
    [InlineData("id;Northing;Easting;Class", ';', false)]
    public async Task A_table_of_points_is_taken_and_points_beside_the_raster_or_without_a_class_are_counted(string header, char separator, bool isPlain)
    {
        var item = await ResultAsync();
        var lines = new StringBuilder(header).Append("\r\n");
        var (matrix, noData) = (new long[3, 3], 0);
        for (var i = 0; i < 300; i++)
        {
            var (row, column) = (i * 7 % Height, i * 11 % Width);
            var value = ValueAt(row, column);
            var truth = i % 5 == 0 ? 2 : value == NoData ? 0 : value;
            Add(Left + ((column + 0.3) * Side), Top - ((row + 0.7) * Side), truth);
            if (value == NoData)
            {
                noData++;
            }
            else
            {
                matrix[value, truth]++;
            }
        }

        Add(Left - 1, Top - 5, 1);
        Add(Left + 5, Top + 5, 1);

        var found = await AssessAsync(item, lines.ToString(), "points.csv", isPlain ? [] : [("crs", "EPSG:32633"), ("field", "class")]);

        AssertMatrix(matrix, found);
        Assert.Equal((300 - noData, 2, noData, 0), ReferenceOf(found));
        await AssertEstimatesAsync(item, matrix, found);

        void Add(double x, double y, int truth)
        {
            var (east, north) = (x.ToString("R", CultureInfo.InvariantCulture), y.ToString("R", CultureInfo.InvariantCulture));
            lines.Append(isPlain ? $"{east}{separator}{north}{separator}{truth}\n" : $"1{separator}{north}{separator}{east}{separator}\"{Names[truth]}\"\r\n");
        }
    }

    [Fact]
    public async Task A_reference_raster_is_compared_pixel_by_pixel()
    {
        var item = await ResultAsync();
        var reference = Raster((row, column) => TruthAt(row, column), Width, Height, Left, Top, Side);
        var (matrix, left) = (new long[3, 3], 0);
        for (var i = 0; i < Width * Height; i++)
        {
            var (value, truth) = (ValueAt(i / Width, i % Width), TruthAt(i / Width, i % Width));
            if (value != NoData && truth != NoData)
            {
                matrix[value, truth]++;
            }
            else if (value != NoData)
            {
                left++;
            }
        }

        var found = await AssessAsync(item, reference, "truth.tif");

        AssertMatrix(matrix, found);
        var all = matrix.Cast<long>().Sum();
        Assert.Equal(("census", "raster"), ((string)found["method"]!, (string)found["reference"]!["type"]!));
        Assert.Equal(((int)all, 0, left, 0), ReferenceOf(found));
        Assert.Equal(0, (double)found["overallAccuracy"]!["margin"]!);
        Assert.Equal((matrix[0, 0] + matrix[1, 1] + matrix[2, 2]) / (double)all, (double)found["overallAccuracy"]!["value"]!, 1e-6); // pixels are not quite equally large
        Assert.StartsWith("The reference has no class for ", (string)Assert.Single(found["warnings"]!.AsArray())!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_raster_on_another_grid_gives_its_nearest_pixel()
    {
        // pixels of 20 m: each lies over four of the map, whose truth is that of the block
        var item = await ResultAsync();
        var reference = Raster((row, column) => (row + (2 * column)) % 3, Width / 2, Height / 2, Left, Top, 2 * Side);
        var matrix = new long[3, 3];
        for (var i = 0; i < Width * Height; i++)
        {
            if (ValueAt(i / Width, i % Width) is not NoData and var value)
            {
                matrix[value, ((i / Width / 2) + (2 * (i % Width / 2))) % 3]++;
            }
        }

        AssertMatrix(matrix, await AssessAsync(item, reference, "coarse.tif"));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_by_the_field_at_fault()
    {
        var item = await ResultAsync();
        const string point = """{"type":"Feature","geometry":{"type":"Point","coordinates":[15.001,45.15]},"properties":{"truth":"water"}}""";
        string Collection(string feature) => $$"""{"type":"FeatureCollection","features":[{{feature}}]}""";

        await AssertRefusedAsync(item, "", "a.csv", "reference", "is empty");
        await AssertRefusedAsync(item, "a,b\n1,2\n", "a.csv", "reference", "among them lon and lat, or x and y");
        await AssertRefusedAsync(item, "x,y,class\n1,2,desert\n", "a.csv", "reference", "line 2 is of the class 'desert', which the raster does not have; its classes are 0 water, 1 Wood, 2 town");
        await AssertRefusedAsync(item, "x,y,class\nNaN,2,water\n", "a.csv", "reference", "line 2 has no coordinates that are numbers");
        await AssertRefusedAsync(item, "x,y,class\n1,2,water\n", "a.csv", "reference", "1 lie beside the raster");
        await AssertRefusedAsync(item, "x,y,class\n1,2,water\n", "a.csv", "crs", "is 'nowhere'", ("crs", "nowhere"));
        await AssertRefusedAsync(item, Collection(point), "a.json", "field", "is missing: the points have none of the properties reference, class, classValue, label");
        await AssertRefusedAsync(item, Collection(point), "a.json", "field", "is 'kind', but the points have the properties truth.", ("field", "kind"));
        await AssertRefusedAsync(item, Collection("""{"type":"Feature","geometry":{"type":"Point","coordinates":["1",2]},"properties":{}}"""), "a.json", "reference", "feature 0 is no point");
        await AssertRefusedAsync(item, new string('[', 100_000), "a.json", "reference", "is no JSON");
        await AssertRefusedAsync(item, "x,y,class\n" + string.Concat(Enumerable.Repeat("1,2,water\n", 100_001)), "a.csv", "reference", "has more than 100000 points");
        await AssertRefusedAsync(item, "x,y,class\n1,2,water\n", "a.csv", "kappa", "must be true or false.", ("kappa", "maybe"));
        await AssertRefusedAsync(item, "x,y,class\n1,2,water\n", "a.csv", "zone", "is not known here", ("zone", "1"));
        await AssertRefusedAsync(item, [0, 1, 2, 3], "a.tif", "reference", "is neither points as GeoJSON or CSV, nor a raster that can be opened");
        await AssertRefusedAsync(
            item, Raster((row, column) => column % 9, Width, Height, Left, Top, Side), "a.tif", "reference",
            "has classes that the raster does not have: 3, 4, 5, 6, 7, 8; those of the raster are 0 water");
        await AssertRefusedAsync(item, Raster((_, _) => 1, Width, Height, Left, Top, Side, system: ""), "a.tif", "reference", "has no coordinate system");

        var (status, problem) = await TrySampleAsync(item, """{"points":0,"seed":"x","coordinates":"utm"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["points", "seed", "coordinates"], problem["errors"]!.AsArray().Select(error => (string)error!["field"]!));
        Assert.Equal("points", (string)(await TrySampleAsync(item, """{"points":10,"pointsPerClass":10}""")).Body["errors"]![0]!["field"]!);
        Assert.Equal("pointsPerClass", (string)(await TrySampleAsync(item, """{"pointsPerClass":50000}""")).Body["errors"]![0]!["field"]!);
    }

    private static int ValueAt(int row, int column) => (row + column) % 13 == 0 ? NoData : ((row / 9) + (column / 7)) % 3;

    private static int TruthAt(int row, int column) =>
        column < 6 ? NoData : ((row * 7) + (column * 3)) % 11 == 0 ? (row + column) % 3 : ((row / 9) + (column / 7)) % 3;

    private static int[] Counts(Func<int, int, int> valueAt) =>
        [.. Enumerable.Range(0, 3).Select(value => Enumerable.Range(0, Width * Height).Count(i => valueAt(i / Width, i % Width) == value))];

    private static double[] Coordinates(JsonNode? point) => [.. point!["geometry"]!["coordinates"]!.AsArray().Select(part => (double)part!)];

    private static (int Row, int Column) PixelOf(JsonNode? point) =>
        Coordinates(point) is [var x, var y] ? ((int)((Top - y) / Side), (int)((x - Left) / Side)) : throw new InvalidOperationException("A point has two coordinates.");

    private static (int Compared, int Outside, int NoData, int Unlabelled) ReferenceOf(JsonNode found) =>
        ((int)found["reference"]!["compared"]!, (int)found["reference"]!["outside"]!, (int)found["reference"]!["noData"]!, (int)found["reference"]!["unlabelled"]!);

    private static void AssertMatrix(long[,] expected, JsonNode found)
    {
        Assert.Equal(Names, found["classes"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.Equal(expected.Cast<long>(), found["confusionMatrix"]!.AsArray().SelectMany(row => row!.AsArray().Select(cell => (long)cell!)));
    }

    /// <summary>Overall accuracy and adjusted areas by the textbook's sums, with the areas that the service gives the map.</summary>
    private async Task AssertEstimatesAsync(string item, long[,] matrix, JsonNode found)
    {
        double[] areas = [.. (await Client.GetAsync($"api/v1/items/{item}/areas"))["classes"]!.AsArray().Select(c => (double)c!["squareMetres"]!)];
        long[] drawn = [.. Enumerable.Range(0, 3).Select(i => matrix[i, 0] + matrix[i, 1] + matrix[i, 2])];
        Assert.Equal(Enumerable.Range(0, 3).Sum(i => areas[i] / areas.Sum() * matrix[i, i] / drawn[i]), (double)found["overallAccuracy"]!["value"]!, 1e-12);
        for (var j = 0; j < 3; j++)
        {
            var area = Enumerable.Range(0, 3).Sum(i => areas[i] * matrix[i, j] / drawn[i]);
            var error = Math.Sqrt(Enumerable.Range(0, 3).Sum(i => areas[i] * areas[i] * ((double)matrix[i, j] / drawn[i]) * (1 - ((double)matrix[i, j] / drawn[i])) / (drawn[i] - 1)));
            var adjusted = found["classes"]![j]!["adjustedArea"]!;
            Assert.Equal(1, (double)adjusted["value"]! / area, 1e-9);
            Assert.Equal(1, (double)adjusted["margin"]! / (1.96 * error), 1e-9);
        }
    }

    private async Task<string> ResultAsync()
    {
        var model = (string)(await Client.AddAsync(
            TestPackages.Package(TestPackages.Definition(Names.Index().Select(name => ((long)name.Index, name.Item, new[] { 10 * name.Index, 20, 30 }))), TinyNetworks.CopyBand(3)), "model.dlpk"))["id"]!;
        var raster = (string)(await Client.AddAsync(Raster(ValueAt, Width, Height, Left, Top, Side), "scene.tif"))["id"]!;
        var (job, _) = await Client.ClassifyAsync(ServiceClient.Request(raster, model));
        return (string)job["result"]!["itemId"]!;
    }

    private async Task<JsonNode> SampleAsync(string item, string body)
    {
        var (status, sample) = await TrySampleAsync(item, body);
        Assert.True(status == HttpStatusCode.OK, sample.ToJsonString());
        return sample;
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> TrySampleAsync(string item, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.Http.PostAsync($"api/v1/items/{item}/sample", content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private Task<JsonNode> AssessAsync(string item, string reference, string name, params (string Name, string Value)[] fields) =>
        AssessAsync(item, Encoding.UTF8.GetBytes(reference), name, fields);

    private async Task<JsonNode> AssessAsync(string item, byte[] reference, string name, params (string Name, string Value)[] fields)
    {
        var (status, found) = await TryAssessAsync(item, reference, name, fields);
        Assert.True(status == HttpStatusCode.OK, found.ToJsonString());
        return found;
    }

    private Task AssertRefusedAsync(string item, string reference, string name, string field, string words, params (string Name, string Value)[] fields) =>
        AssertRefusedAsync(item, Encoding.UTF8.GetBytes(reference), name, field, words, fields);

    private async Task AssertRefusedAsync(string item, byte[] reference, string name, string field, string words, params (string Name, string Value)[] fields)
    {
        var (status, problem) = await TryAssessAsync(item, reference, name, fields);
        Assert.True(status == HttpStatusCode.BadRequest, problem.ToJsonString());
        Assert.Equal(field, (string)problem["errors"]![0]!["field"]!);
        Assert.Contains(words, (string)problem["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> TryAssessAsync(string item, byte[] reference, string name, (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(reference), "reference", name } };
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        using var response = await Client.Http.PostAsync($"api/v1/items/{item}/accuracy", form);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>A raster of classes in UTM, with NoData 255.</summary>
    private static byte[] Raster(Func<int, int, int> valueAt, int width, int height, double left, double top, double side, string system = "EPSG:32633") => Rasters.MadeRaster.InFolder(folder =>
    {
        File.WriteAllBytes(Path.Combine(folder, "source.tif"), TiffFile.Byte(width, height, 1, (_, row, column) => (byte)valueAt(row, column)));
        GdalTool.Run(
            "gdal_translate",
            [
                "-q", .. system.Length > 0 ? (string[])["-a_srs", system] : ["-co", "PROFILE=BASELINE"], "-a_nodata", "255", "-a_ullr", Text(left), Text(top), Text(left + (width * side)), Text(top - (height * side)),
                Path.Combine(folder, "source.tif"), Path.Combine(folder, "raster.tif"),
            ]);
        return File.ReadAllBytes(Path.Combine(folder, "raster.tif"));
    });

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
