using System.Diagnostics;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Samples;

/// <summary>The sample detector over the samples' scene, as <c>samples/quickstart.sh --all</c> has it run.</summary>
public sealed class SampleDetectorTests(OwnService own) : IClassFixture<OwnService>, IDisposable
{
    private const double CellSize = 28.5;
    private const double West = 288776.25;
    private const double North = 9120760.75;

    private readonly string _folder = Directory.CreateTempSubdirectory("objects").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_detector_finds_water_and_bare_ground_and_leaves_a_picture_of_them()
    {
        var output = await RunAsync(own.Client.Http.BaseAddress!);
        var objects = Objects();
        var scene = new SampleScene();

        Assert.Contains("read thus: ", output, StringComparison.Ordinal);
        Assert.InRange(objects.Count, 20, 80);
        Assert.All(objects.Where(found => found.Class == "Pond"), pond => Assert.InRange(Share(scene, pond, IsWater), 0.3, 1));
        var fields = objects.Where(found => found.Class == "Bare Field").Select(field => Share(scene, field, IsBare)).Order().ToArray();
        Assert.InRange(fields[fields.Length / 10], 0.25, 1);
        Assert.InRange(objects.Count(found => found.Class == "Pond"), 1, 10);

        // one outline a feature, within the picture
        var picture = System.Xml.Linq.XDocument.Load(Path.Combine(_folder, "objects.svg")).Root!;
        double[] places = [.. picture.Elements().Where(element => element.Name.LocalName == "polygon")
            .SelectMany(outline => outline.Attribute("points")!.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)).Select(double.Parse)];
        Assert.Equal(objects.Count, picture.Elements().Count(element => element.Name.LocalName == "polygon"));
        Assert.All(places, place => Assert.InRange(place, -1, 705));
    }

    private static bool IsWater(SampleScene scene, int row, int column)
    {
        double green = scene.At(1, row, column), infrared = scene.At(4, row, column);
        return (green - infrared) / (green + infrared) > 0.25;
    }

    private static bool IsBare(SampleScene scene, int row, int column) =>
        (scene.At(2, row, column) > 95 && scene.At(4, row, column) > 105) || (scene.At(0, row, column) > 105 && scene.At(2, row, column) > 112 && scene.At(3, row, column) > 70);

    private static double Share(SampleScene scene, Found found, Func<SampleScene, int, int, bool> isSo)
    {
        var all = from row in Enumerable.Range(found.Top, found.Bottom - found.Top) from column in Enumerable.Range(found.Left, found.Right - found.Left) select isSo(scene, row, column);
        return all.Average(pixel => pixel ? 1.0 : 0.0);
    }

    /// <summary>What GDAL's own tool reads in the GeoPackage, in pixels of the scene.</summary>
    private List<Found> Objects()
    {
        var table = Path.Combine(_folder, "table.geojson");
        GdalTool.Run("ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=NO", table, Path.Combine(_folder, "objects.gpkg"));
        var found = new List<Found>();
        foreach (var feature in JsonNode.Parse(File.ReadAllText(table))!["features"]!.AsArray())
        {
            double[][] ring = [.. Rings(feature!["geometry"]!).First().AsArray().Select(place => new[] { ((double)place![0]! - West) / CellSize, (North - (double)place[1]!) / CellSize })];
            found.Add(new Found(
                (string)feature["properties"]!["Class"]!, Pixel(ring.Min(place => place[0])), Pixel(ring.Min(place => place[1])), Pixel(ring.Max(place => place[0])), Pixel(ring.Max(place => place[1]))));
        }

        return found;
    }

    private static IEnumerable<JsonNode> Rings(JsonNode geometry) =>
        (string)geometry["type"]! == "Polygon" ? geometry["coordinates"]!.AsArray().Select(ring => ring!) : geometry["coordinates"]![0]!.AsArray().Select(ring => ring!);

    private static int Pixel(double place) => (int)Math.Round(place);

    private async Task<string> RunAsync(Uri address)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "bash", [RepositoryFiles.Path("samples/objects/run.sh"), address.ToString().TrimEnd('/'), SampleScene.Path, _folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    private sealed record Found(string Class, int Left, int Top, int Right, int Bottom);
}
