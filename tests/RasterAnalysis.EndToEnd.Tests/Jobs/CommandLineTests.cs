using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary><c>RasterAnalysis.Worker classify</c>: a job without a server, which gives what the service gives.</summary>
public sealed class CommandLineTests(SharedService service) : IDisposable
{
    private static readonly string Scene = RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif");
    private static readonly string Model = RepositoryFiles.Path("samples/land-cover/land-cover.dlpk");
    private readonly string _folder = Directory.CreateTempSubdirectory("classify").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_sample_has_the_classes_that_the_service_gives()
    {
        var (code, output, error) = await ClassifyAsync(Scene, Model, "-o", PathOf("map.tif"), "--arg", "padding=64");
        var (job, expected) = await service.Client.ClassifyAsync(
            await File.ReadAllBytesAsync(Scene, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Model, TestContext.Current.CancellationToken), new JsonObject { ["padding"] = 64 });
        var areas = await service.Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}/areas");

        Assert.True(code == 0, error);
        AssertSame(expected, Read("map.tif"));
        Assert.All(areas["classes"]!.AsArray(), one => Assert.Matches(
            string.Create(CultureInfo.InvariantCulture, $@"^ +{one!["value"]}  {one["name"]} +{one["pixels"]} pixels +{(double)one["squareMetres"]! / 10_000:N1} ha +{100 * (double)one["share"]!:0.0} %$"),
            output.Split('\n').Single(line => line.Contains((string)one["name"]!, StringComparison.Ordinal))));
        Assert.Contains((string)areas["note"]!, error, StringComparison.Ordinal);
        Assert.Contains("Tile edges leave no trace", error, StringComparison.Ordinal);
        Assert.Equal(["map.tif", "map.tif.aux.xml"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_mosaic_has_the_classes_that_the_service_gives()
    {
        static byte Value(int band, int row, int column, int shift) => (byte)((uint)((((row + shift) / 5 * 7919) ^ (column / 7 * 104729) ^ (band * 1299709)) * 2654435761u) >> 24);
        var upper = TiffFile.Byte(150, 120, 6, (band, row, column) => Value(band, row, column, 0), noData: 3);
        var lower = TiffFile.Byte(170, 140, 6, (band, row, column) => Value(band, row, column, 11), left: 500900, top: 4999500);
        var folder = $"mosaic-{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.Combine(service.Process.Store, folder));
        string[] names = ["upper", "lower"];
        string[] paths = [.. names.Select(name => Path.Combine(service.Process.Store, folder, $"{name}.tif"))];
        await File.WriteAllBytesAsync(paths[0], upper, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(paths[1], lower, TestContext.Current.CancellationToken);
        using var response = await service.Client.Http.PostAsJsonAsync(
            "api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray([.. names.Select(name => (JsonNode)$"/rasterStores/store/{folder}/{name}.tif")]) }, TestContext.Current.CancellationToken);
        var layer = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        var model = await service.Client.AddAsync(await File.ReadAllBytesAsync(Model, TestContext.Current.CancellationToken), "land-cover.dlpk");
        var (_, expected) = await service.Client.ClassifyAsync(ServiceClient.Request((string)layer["id"]!, (string)model["id"]!));
        var (code, _, error) = await ClassifyAsync([.. paths, Model, "-o", PathOf("map.tif"), "-q"]);

        Assert.True(code == 0, error);
        AssertSame(expected, Read("map.tif"));
    }

    [Fact]
    public async Task An_extent_and_a_cell_size_are_those_of_a_job()
    {
        var (code, _, error) = await ClassifyAsync(Scene, Model, "--output=" + PathOf("part.tif"), "--extent", "290000,9110000,294000,9115000", "--cell-size", "57", "--resampling", "NEAREST", "--quiet");
        var (_, expected) = await service.Client.ClassifyAsync(
            await File.ReadAllBytesAsync(Scene, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Model, TestContext.Current.CancellationToken), null,
            new JsonObject { ["extent"] = new JsonObject { ["xmin"] = 290000, ["ymin"] = 9110000, ["xmax"] = 294000, ["ymax"] = 9115000 }, ["cellSize"] = 57, ["resamplingMethod"] = "NEAREST" });

        Assert.True(code == 0, error);
        AssertSame(expected, Read("part.tif"));
        Assert.Equal(expected.Grid, Read("part.tif").Grid);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_and_leaves_nothing()
    {
        await File.WriteAllTextAsync(PathOf("there.tif"), "kept", TestContext.Current.CancellationToken);

        await FailsAsync(64, "--extent: '1,2,3' must be four numbers: xmin,ymin,xmax,ymax.", Scene, Model, "-o", PathOf("map.tif"), "--extent", "1,2,3");
        await FailsAsync(64, "--fast: is no option; --help lists them.", Scene, Model, "-o", PathOf("map.tif"), "--fast");
        await FailsAsync(64, "--output: is missing", Scene, Model);
        await FailsAsync(65, "There is no file", PathOf("nowhere.tif"), Model, "-o", PathOf("map.tif"));
        await FailsAsync(64, "modelArguments.padding", Scene, Model, "-o", PathOf("map.tif"), "--arg", "padding=-3");
        await FailsAsync(65, "supported file format", Model, Model, "-o", PathOf("map.tif"));
        await FailsAsync(73, "is there already; give --overwrite, or another name.", Scene, Model, "-o", PathOf("there.tif"));
        await FailsAsync(73, "there is no folder", Scene, Model, "-o", PathOf("no/map.tif"));

        Assert.Equal("kept", await File.ReadAllTextAsync(PathOf("there.tif"), TestContext.Current.CancellationToken));
        Assert.Equal(["there.tif"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    private static void AssertSame(CogFile expected, CogFile found)
    {
        Assert.Equal((expected.Levels[0].Width, expected.Levels[0].Height), (found.Levels[0].Width, found.Levels[0].Height));
        Assert.Null(found.FirstDifference(expected.At));
    }

    private static async Task FailsAsync(int expected, string reason, params string[] arguments)
    {
        var (code, output, error) = await ClassifyAsync(arguments);
        Assert.True(code == expected, $"{code}: {error}");
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private CogFile Read(string name) => CogFile.Read(File.ReadAllBytes(PathOf(name)));

    private static async Task<(int Code, string Output, string Error)> ClassifyAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [BuiltWorker.Path, "classify", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
