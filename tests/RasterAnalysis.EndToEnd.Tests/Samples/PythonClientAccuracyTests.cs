using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;
using static RasterAnalysis.EndToEnd.Tests.Results.AreaScene;

namespace RasterAnalysis.EndToEnd.Tests.Samples;

/// <summary>What <c>samples/python/rasteranalysis.py</c> says of results: areas by zones, samples, accuracy, verifications.</summary>
public sealed class PythonClientAccuracyTests(SharedService service) : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private static readonly string Script = RepositoryFiles.Path("samples/python/rasteranalysis.py");
    private readonly string _folder = Directory.CreateTempSubdirectory("python-client").FullName;

    private ServiceClient Client => service.Client;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_sample_is_labelled_and_checked_against_and_areas_come_with_their_intervals()
    {
        var item = await ResultAsync();
        var points = Path.Combine(_folder, "points.geojson");

        var drawn = await RunAsync("sample", item, "-o", points, "--points-per-class", "40", "--seed", "7");

        Assert.True(drawn.ExitCode == 0, drawn.Errors);
        Assert.Equal($"written: {points}, 120 points with seed 7\n", drawn.Errors);
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(points))!;
        foreach (var (place, point) in sample["features"]!.AsArray().Index())
        {
            point!["properties"]!["reference"] = Names[((int)point["properties"]!["value"]! + (place % 5 == 0 ? 1 : 0)) % Classes];
        }

        await File.WriteAllTextAsync(points, sample.ToJsonString());
        var compared = await RunAsync("accuracy", item, points, "--kappa");
        var kept = await RunAsync("accuracy", item);

        Assert.True(compared.ExitCode == 0, compared.Errors);
        Assert.Equal(compared.Output, kept.Output);
        var found = await Client.GetAsync($"api/v1/items/{item}/accuracy");
        var lines = compared.Output.Split('\n');
        foreach (var (row, name) in Names.Index())
        {
            Assert.Equal([name, .. found["confusionMatrix"]![row]!.AsArray().Select(count => $"{(long)count!}")], CellsOf(lines[1 + row]));
            var one = found["classes"]![row]!;
            Assert.Equal([name, Percent(one["usersAccuracy"]!), Percent(one["producersAccuracy"]!), Hectares(one["adjustedArea"]!)], CellsOf(lines[6 + row]));
        }

        Assert.Equal([$"Overall accuracy  {Percent(found["overallAccuracy"]!)}", string.Create(CultureInfo.InvariantCulture, $"Kappa  {(double)found["kappa"]!:0.000}"), ""], lines[9..]);
    }

    [Fact]
    public async Task Areas_are_told_zone_by_zone()
    {
        var item = await ResultAsync();
        var zones = Path.Combine(_folder, "zones.geojson");
        await File.WriteAllTextAsync(
            zones,
            """
            {"type":"FeatureCollection","features":[
              {"type":"Feature","properties":{"title":"West"},"geometry":{"type":"Polygon","coordinates":[[[11,39],[22,39],[22,71],[11,71],[11,39]]]}},
              {"type":"Feature","properties":{"title":"Far"},"geometry":{"type":"Polygon","coordinates":[[[100,39],[122,39],[122,71],[100,39]]]}}]}
            """);

        var told = await RunAsync("areas", item, "--zones", zones, "--zone-field", "title");
        await File.WriteAllTextAsync(zones, "no polygons");
        var faulty = await RunAsync("areas", item, "--zones", zones);

        Assert.True(told.ExitCode == 0, told.Errors);
        var west = Enumerable.Range(0, Width * Height).Where(i => i % Width < 40).GroupBy(i => ValueAt(i / Width, i % Width)).ToDictionary(group => group.Key, group => group.Count());
        var lines = told.Output.Split('\n');
        Assert.Equal(("Zone 1 West: It lies partly beyond the raster; what lies within is counted.", "Zone 2 Far: It lies outside of the raster."), (lines[0], lines[6]));
        Assert.Equal(Enumerable.Range(0, Classes).Select(value => west[value].ToString("N0", CultureInfo.InvariantCulture)), lines[2..5].Select(line => CellsOf(line)[^3]));
        Assert.All(lines[8..11], line => Assert.Equal(["0", "0.0%", "0.00"], CellsOf(line)[^3..]));
        Assert.StartsWith("Square metres on the ellipsoid of ", lines[11], StringComparison.Ordinal);
        Assert.Equal((2, ""), (faulty.ExitCode, faulty.Output));
        Assert.Contains("is no GeoJSON", faulty.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_is_verified()
    {
        var item = await ResultAsync();

        var all = await RunAsync("verify", item, "--sections", "all");
        var brought = (string)(await Client.AddAsync(TiffFile.Byte(9, 9, 1, (_, _, _) => 1), "brought.tif"))["id"]!;
        var refused = await RunAsync("verify", brought);

        Assert.True(all.ExitCode == 0, all.Errors);
        Assert.Equal($"1 sections, {(Width * Height).ToString("N0", CultureInfo.InvariantCulture)} pixels made again: 0 differ\n", all.Output);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("error: ", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("", refused.Output);
    }

    private static string[] CellsOf(string line) => [.. line.Split("  ", StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Trim())];

    private static string Percent(JsonNode estimate) => string.Create(CultureInfo.InvariantCulture, $"{100 * (double)estimate["value"]!:0.0} ± {100 * (double)estimate["margin"]!:0.0} %");

    private static string Hectares(JsonNode estimate) => string.Create(CultureInfo.InvariantCulture, $"{(double)estimate["value"]! / 10_000:N0} ± {(double)estimate["margin"]! / 10_000:N0} ha");

    private async Task<string> ResultAsync() =>
        (string)(await Client.ClassifyAsync(Raster("EPSG:4326", [12, 0.25, 0, 70, 0, -0.5]), Package())).Job["result"]!["itemId"]!;

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, [Script, Client.Http.BaseAddress!.ToString().TrimEnd('/'), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONUTF8"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
