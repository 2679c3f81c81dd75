using System.Diagnostics;
using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary><c>RasterAnalysis.Worker classify-objects</c>: the classes that the service finds, without a server.</summary>
public sealed class ClassifyObjectsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("classify-objects").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Features_of_a_file_become_a_GeoPackage_with_their_classes_which_is_taken_again()
    {
        var scene = new ChipScene(300, 60, seed: 8);
        await File.WriteAllBytesAsync(PathOf("scene.tif"), scene.Raster(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(PathOf("model.dlpk"), LevelClassifier.Package(false, null, ("CropSizeFixed", 1)), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(PathOf("shapes.geojson"), scene.GeoJson().ToJsonString(), TestContext.Current.CancellationToken);

        var (code, output, error) = await RunAsync(PathOf("scene.tif"), PathOf("model.dlpk"), "-o", PathOf("classified.gpkg"), "--features", PathOf("shapes.geojson"));
        var again = await RunAsync(PathOf("scene.tif"), PathOf("model.dlpk"), "-o", PathOf("again.gpkg"), "--features", PathOf("classified.gpkg"));

        Assert.True(code == 0, error);
        Assert.True(again.Code == 0, again.Error);
        var (first, second) = (ClassifiedTable.OfFile(PathOf("classified.gpkg")), ClassifiedTable.OfFile(PathOf("again.gpkg")));
        first.AssertIs(scene, blackens: false);
        Assert.Matches($"grey +{first.Rows.Count(row => row.Class == "grey")} objects", output);
        Assert.Equal(first.Rows.Select((row, place) => row with { SourceId = place + 1 }), second.Rows);
    }

    [Fact]
    public async Task What_the_line_says_wrong_is_named()
    {
        var missing = await RunAsync(PathOf("scene.tif"), PathOf("model.dlpk"), "-o", PathOf("classified.gpkg"));
        var elsewhere = await RunAsync(PathOf("scene.tif"), PathOf("model.dlpk"), "-o", PathOf("classified.gpkg"), "--features", PathOf("none.geojson"));

        Assert.Equal((64, 64), (missing.Code, elsewhere.Code));
        Assert.Contains("--features: is missing", missing.Error, StringComparison.Ordinal);
        Assert.Contains("none.geojson' is not there.", elsewhere.Error, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [BuiltWorker.Path, "classify-objects", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
