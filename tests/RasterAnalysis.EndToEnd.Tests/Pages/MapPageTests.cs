using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.EndToEnd.Tests.Objects;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Pages;

/// <summary>The page for people, as its user walks through it in Chromium (<c>tests/clients/browser/map-page*.test.mjs</c>).</summary>
public sealed class MapPageTests : IAsyncLifetime
{
    // six sections, each of which keeps the network busy for a while
    private static readonly KnownJob Long = new("wide", 6144, 4096, 5, classes => TinyNetworks.CopyBandSlowly(classes, channels: 24, layers: 2));

    private readonly ServiceProcess _service = new();

    public async ValueTask InitializeAsync()
    {
        // the browser takes the cores that pictures are made on
        _service.Settings["RasterAnalysis__Pictures__MaxTime"] = "00:02:00";
        await _service.StartAsync();
        await Long.PrepareAsync(_service);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("map-page")]
    [InlineData("map-page-jobs")]
    [InlineData("map-page-results")]
    [InlineData("map-page-accuracy")]
    [InlineData("map-page-objects")]
    [InlineData("map-page-tool")]
    [InlineData("map-page-stores")]
    [InlineData("map-page-uploads")]
    public Task A_person_can_walk_the_way(string script)
    {
        Assert.SkipWhen(NodeScript.LacksOfBrowser is not null, $"There is no browser to test with: {NodeScript.LacksOfBrowser}; the page is NOT tested here.");
        var plain = Path.Combine(_service.Store, "plain.tif");
        GdalTool.Run("gdal_translate", "-q", "-co", "PROFILE=BASELINE", RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"), plain);
        GdalTool.Run("gdal_translate", "-q", "-srcwin", "0", "0", "175", "352", RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"), Path.Combine(_service.Store, "west.tif"));
        GdalTool.Run("gdal_translate", "-q", "-srcwin", "175", "0", "174", "352", RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"), Path.Combine(_service.Store, "east.tif"));
        var large = Path.Combine(_service.Store, "large.tif");
        File.WriteAllBytes(large, TiffFile.Byte(7000, 7000, 1, (_, row, column) => (byte)((row * 5) ^ (column * 3))));
        var words = Path.Combine(_service.Store, "words.tif");
        File.WriteAllText(words, "These are words.");
        foreach (var (name, left) in (ReadOnlySpan<(string, double)>)[("west", 500_000), ("east", 501_000)])
        {
            var tile = TiffFile.Byte(100, 80, 1, (_, row, column) => (byte)(row + column), left: left);
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(_service.Store, "tiles")).FullName, $"{name}.tif"), tile);
        }

        var scene = SquareScene.Random(600, 90, seed: 7);
        var (objects, detector, largest) = (Path.Combine(_service.Store, "squares.tif"), Path.Combine(_service.Store, "squares.dlpk"), scene.Squares.MaxBy(square => square.Size)!);
        File.WriteAllBytes(objects, scene.Raster());
        File.WriteAllBytes(detector, SquareDetector.Package("YoloV8", 256));
        return NodeScript.RunAsync($"browser/{script}", new Dictionary<string, string>
        {
            ["SERVICE"] = _service.Client.Http.BaseAddress!.AbsoluteUri,
            ["SCENE"] = RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"),
            ["PACKAGE"] = RepositoryFiles.Path("samples/land-cover/land-cover.dlpk"),
            ["PLAIN_SCENE"] = plain,
            ["LARGE_SCENE"] = large,
            ["WORDS"] = words,
            ["OBJECT_SCENE"] = objects,
            ["OBJECT_PACKAGE"] = detector,
            ["SMALL"] = $"{scene.Squares.Count(square => square.Class == "small")}",
            ["LARGEST"] = FormattableString.Invariant($"[{largest.CenterX / scene.Side}, {largest.CenterY / scene.Side}]"),
            ["LONG_PACKAGE"] = Path.Combine(_service.Store, "wide.dlpk"),
            ["SCREENSHOTS"] = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(RepositoryFiles.Path("RasterAnalysis.sln"))!, "artifacts", "tests", "page")).FullName,
        });
    }
}
