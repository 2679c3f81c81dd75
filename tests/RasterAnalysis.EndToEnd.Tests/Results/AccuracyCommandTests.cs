using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary><c>RasterAnalysis.Worker accuracy</c>; and the whole way from a scene and a model to <c>Forest 1,234 ± 56 ha</c>, where somebody knows the truth.</summary>
public sealed class AccuracyCommandTests(SharedService service) : IDisposable
{
    private const int Side = 300;
    private const double Left = 500_000, Top = 5_000_000, Cell = 30;
    private static readonly string[] Names = ["Water", "Forest", "Town"];
    private readonly string _folder = Directory.CreateTempSubdirectory("accuracy").FullName;

    private ServiceClient Client => service.Client;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_scene_one_model_and_the_answer_is_an_area_with_an_interval_that_holds_the_truth()
    {
        var model = await Client.AddAsync(
            TestPackages.Package(TestPackages.Definition(Names.Index().Select(name => ((long)name.Index, name.Item, new[] { 10 * name.Index, 90, 30 }))), TinyNetworks.CopyBand(3)), "model.dlpk");
        var scene = await Client.AddAsync(Georeferenced(TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)Mapped(row, column))), "scene.tif");
        var (job, _) = await Client.ClassifyAsync(ServiceClient.Request((string)scene["id"]!, (string)model["id"]!));
        var item = (string)job["result"]!["itemId"]!;

        using var drawn = await Client.Http.PostAsJsonAsync($"api/v1/items/{item}/sample", new { pointsPerClass = 150, seed = 4, coordinates = "raster" });
        var points = (await drawn.Content.ReadFromJsonAsync<JsonNode>())!;
        foreach (var point in points["features"]!.AsArray())
        {
            var place = point!["geometry"]!["coordinates"]!;
            point["properties"]!["reference"] = Names[Truth((int)((Top - (double)place[1]!) / Cell), (int)(((double)place[0]! - Left) / Cell))];
        }

        await File.WriteAllTextAsync(PathOf("points.geojson"), points.ToJsonString());
        using var form = new MultipartFormDataContent { { new ByteArrayContent(await File.ReadAllBytesAsync(PathOf("points.geojson"))), "reference", "points.geojson" } };
        using var assessed = await Client.Http.PostAsync($"api/v1/items/{item}/accuracy", form);
        var found = (await assessed.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.EndsWith($"/items/{item}/accuracy", (string)(await Client.GetAsync($"api/v1/items/{item}"))["accuracy"]!, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(PathOf("map.tif"), await Client.GetBytesAsync((string)job["result"]!["raster"]!));
        var (code, output, error) = await RunAsync(PathOf("map.tif"), PathOf("points.geojson"), "--field", "reference", "--kappa");
        Assert.True(code == 0, error);
        Assert.Contains("Compared 450 points of points.geojson.", error, StringComparison.Ordinal);

        // the truth, with each pixel as large as PROJ has it
        var pixels = ArealScale.PixelAreas("EPSG:32633", Side, Side, Left, Cell, 0, Top, 0, -Cell);
        var lines = output.Split('\n');
        var tables = Array.IndexOf(lines, "Error-adjusted areas, with 95 % intervals");
        foreach (var (value, name) in Names.Index())
        {
            var truth = pixels.Index().Where(pixel => Truth(pixel.Index / Side, pixel.Index % Side) == value).Sum(pixel => pixel.Item);
            var mapped = pixels.Index().Where(pixel => Mapped(pixel.Index / Side, pixel.Index % Side) == value).Sum(pixel => pixel.Item);
            var adjusted = found["classes"]![value]!["adjustedArea"]!;
            Assert.InRange(truth, (double)adjusted["lower"]!, (double)adjusted["upper"]!);

            if (value < 2)
            {
                // the map itself is wrong by more than that
                Assert.NotInRange(mapped, (double)adjusted["lower"]!, (double)adjusted["upper"]!);
            }

            var line = string.Create(CultureInfo.InvariantCulture, $"{(double)adjusted["value"]! / 10_000:N0} ± {(double)adjusted["margin"]! / 10_000:N0} ha");
            Assert.Matches($"^{name} +{line}$", lines[tables + 1 + value]);
        }

        var overall = found["overallAccuracy"]!;
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Overall accuracy  {100 * (double)overall["value"]!:0.0} ± {100 * (double)overall["margin"]!:0.0} %"), lines);
        Assert.Single(lines, line => line.StartsWith("Kappa  0.", StringComparison.Ordinal));
        AssertMatrix(lines, found["confusionMatrix"]!);
    }

    [Fact]
    public async Task A_raster_of_the_truth_is_compared_pixel_by_pixel()
    {
        await WriteMapsAsync();

        var (code, output, error) = await RunAsync(PathOf("map.tif"), PathOf("truth.tif"), "-q");

        Assert.True(code == 0 && error.Length == 0, error);
        var right = Enumerable.Range(0, Side * Side).Count(i => Mapped(i / Side, i % Side) == Truth(i / Side, i % Side));
        var lines = output.Split('\n');
        AssertMatrix(lines, new JsonArray([.. Enumerable.Range(0, 3).Select(row => (JsonNode)new JsonArray([.. Enumerable.Range(0, 3).Select(column =>
            (JsonNode)Enumerable.Range(0, Side * Side).Count(i => Mapped(i / Side, i % Side) == row && Truth(i / Side, i % Side) == column))]))]));

        // nothing is estimated; pixels differ in size a little, where shares by pixels do in the second place
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Overall accuracy  {100.0 * right / (Side * Side):0.0} ± 0.0 %"), lines);
        Assert.Equal(3, lines.Count(line => line.EndsWith(" ± 0 ha", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_line_or_a_file_says_wrong_is_named()
    {
        await WriteMapsAsync();
        await File.WriteAllTextAsync(PathOf("points.geojson"), """{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[15,45]},"properties":{"kind":"Forest"}}]}""");

        var (missing, _, one) = await RunAsync(PathOf("map.tif"));
        var (unknown, _, option) = await RunAsync(PathOf("map.tif"), PathOf("truth.tif"), "--match", "colour", "--deep");
        var (absent, _, file) = await RunAsync(PathOf("map.tif"), PathOf("none.geojson"));
        var (field, _, name) = await RunAsync(PathOf("map.tif"), PathOf("points.geojson"), "--field", "label");

        Assert.Equal((64, 64, 65, 65), (missing, unknown, absent, field));
        Assert.Contains("name both, for example: accuracy map.tif points.geojson.", one, StringComparison.Ordinal);
        Assert.Contains("--match: must be name or value.", option, StringComparison.Ordinal);
        Assert.Contains("--deep: is no option", option, StringComparison.Ordinal);
        Assert.Contains($"There is no file '{PathOf("none.geojson")}'.", file, StringComparison.Ordinal);
        Assert.Contains("field: is 'label', but the points have the properties kind.", name, StringComparison.Ordinal);
    }

    /// <summary>What the model says: it takes a strip of forest along the water for water, and scattered town for forest.</summary>
    private static int Mapped(int row, int column) => Truth(row, column) switch
    {
        1 when column < 125 => 0,
        2 when (row + (3 * column)) % 20 == 0 => 1,
        var truth => truth,
    };

    private static int Truth(int row, int column) => column < 100 ? 0 : row < 180 ? 1 : 2;

    private static void AssertMatrix(string[] lines, JsonNode matrix)
    {
        var first = Array.FindIndex(lines, line => line.StartsWith("Confusion matrix", StringComparison.Ordinal)) + 1;
        Assert.Equal(Names, lines[first].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        foreach (var (row, name) in Names.Index())
        {
            Assert.Equal(
                [name, .. matrix[row]!.AsArray().Select(count => count!.GetValue<int>().ToString("N0", CultureInfo.InvariantCulture))],
                lines[first + 1 + row].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private async Task WriteMapsAsync()
    {
        foreach (var (name, valueAt) in new (string, Func<int, int, int>)[] { ("map.tif", Mapped), ("truth.tif", Truth) })
        {
            await File.WriteAllBytesAsync(PathOf(name), Georeferenced(TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)valueAt(row, column))));
            await File.WriteAllTextAsync(
                PathOf($"{name}.aux.xml"),
                $"<PAMDataset><PAMRasterBand band=\"1\"><CategoryNames>{string.Concat(Names.Select(one => $"<Category>{one}</Category>"))}</CategoryNames></PAMRasterBand></PAMDataset>");
        }
    }

    private static byte[] Georeferenced(byte[] raster) =>
        Rasters.MadeRaster.Translate(raster, "-a_srs", "EPSG:32633", "-a_ullr", "500000", "5000000", "509000", "4991000");

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [BuiltWorker.Path, "accuracy", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
