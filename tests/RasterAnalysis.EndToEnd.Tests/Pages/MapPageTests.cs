using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Pages;

/// <summary>The page for people, as its user walks through it in Chromium (<c>tests/clients/browser/map-page*.test.mjs</c>).</summary>
public sealed class MapPageTests : IAsyncLifetime
{
    // six sections, each of which keeps the network busy for a while
    private static readonly KnownJob Long = new("wide", 6144, 4096, 5, classes => TinyNetworks.CopyBandSlowly(classes, channels: 8, layers: 2));

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
    [InlineData("map-page-tool")]
    public Task A_person_can_walk_the_way(string script)
    {
        Assert.SkipWhen(NodeScript.LacksOfBrowser is not null, $"There is no browser to test with: {NodeScript.LacksOfBrowser}; the page is NOT tested here.");
        var plain = Path.Combine(_service.Store, "plain.tif");
        GdalTool.Run("gdal_translate", "-q", "-co", "PROFILE=BASELINE", RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"), plain);
        GdalTool.Run("gdal_translate", "-q", "-srcwin", "0", "0", "175", "352", RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"), Path.Combine(_service.Store, "west.tif"));
        GdalTool.Run("gdal_translate", "-q", "-srcwin", "175", "0", "174", "352", RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"), Path.Combine(_service.Store, "east.tif"));
        return NodeScript.RunAsync($"browser/{script}", new Dictionary<string, string>
        {
            ["SERVICE"] = _service.Client.Http.BaseAddress!.AbsoluteUri,
            ["SCENE"] = RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"),
            ["PACKAGE"] = RepositoryFiles.Path("samples/land-cover/land-cover.dlpk"),
            ["PLAIN_SCENE"] = plain,
            ["LONG_PACKAGE"] = Path.Combine(_service.Store, "wide.dlpk"),
            ["SCREENSHOTS"] = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(RepositoryFiles.Path("RasterAnalysis.sln"))!, "artifacts", "tests", "page")).FullName,
        });
    }
}
