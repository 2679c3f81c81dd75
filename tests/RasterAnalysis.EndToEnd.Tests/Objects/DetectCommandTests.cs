using System.Diagnostics;
using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary><c>RasterAnalysis.Worker detect</c>: the objects that the service finds, without a server.</summary>
public sealed class DetectCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("detect").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_scene_becomes_a_GeoPackage_of_its_squares()
    {
        var scene = SquareScene.Random(600, 70, seed: 3);
        await File.WriteAllBytesAsync(PathOf("scene.tif"), scene.Raster(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(PathOf("model.dlpk"), SquareDetector.Package("YoloV8", 256), TestContext.Current.CancellationToken);

        var (code, output, error) = await DetectAsync(PathOf("scene.tif"), PathOf("model.dlpk"), "-o", PathOf("objects.gpkg"), "--arg", "max_object_size=60", "--run-nms", "--max-overlap", "0.2");

        Assert.True(code == 0, error);
        Assert.Matches($"small +{scene.Squares.Count(square => square.Class == "small")} objects", output);
        DetectedTable.OfFile(PathOf("objects.gpkg")).AssertIs(scene.Squares);
        Assert.Equal(["model.dlpk", "objects.gpkg", "scene.tif"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_the_line_says_wrong_is_named()
    {
        var (code, _, error) = await DetectAsync(PathOf("scene.tif"), PathOf("model.dlpk"), "-o", PathOf("objects.gpkg"), "--max-overlap", "7", "--arg", "nms_overlap=x");

        Assert.Equal(64, code);
        Assert.Contains("maxOverlapRatio: must be a number from 0", error, StringComparison.Ordinal);
        Assert.Contains("modelArguments.nms_overlap: 'x' must be a number", error, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static async Task<(int Code, string Output, string Error)> DetectAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [BuiltWorker.Path, "detect", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
