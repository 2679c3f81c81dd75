using RasterAnalysis.Gdal;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Worker.Processing;

namespace RasterAnalysis.Worker.Tests;

/// <summary>The speed of tiles is measured once, before a large job, and remembered.</summary>
public sealed class TileChooserTests : IDisposable
{
    private const int Large = 14_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-tiles-").FullName;
    private readonly RequestHandler _handler;
    private readonly List<string> _messages = [];

    public TileChooserTests()
    {
        GdalRuntime.Initialize(new GdalOptions());
        var settings = new OnnxRuntimeOptions { TileSpeeds = Speeds };
        _handler = LocalJob.Handler(settings, []);
        File.WriteAllBytes(Path.Combine(_folder, "network.onnx"), TinyNetworks.CopyBand(3));
        File.WriteAllText(Path.Combine(_folder, "model.emd"), TestPackages.Definition(TestPackages.NumberedClasses(3)).ToJsonString());
    }

    private string Speeds => Path.Combine(_folder, "speeds");

    public void Dispose()
    {
        _handler.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_large_job_measures_and_the_next_ones_know()
    {
        Plan(Large);
        var file = Assert.Single(Directory.GetFiles(Speeds));
        var measured = PlanJson.Read<TileSpeeds>(File.ReadAllText(file)).Measured;
        Assert.Equal([256, 512], measured.Select(speed => speed.Side).Take(2));
        Assert.Equal(3, measured.Count); // and the usual one
        Assert.All(measured, speed => Assert.InRange(speed.SecondsPerMegapixel, 1e-6, 60));

        // as if another machine of this kind had found small tiles to be far quicker
        File.WriteAllText(file, PlanJson.Write(new TileSpeeds([new TileSpeed(256, 0.01), new TileSpeed(512, 1), new TileSpeed(1024, 1)])));
        Assert.InRange(Plan(Large).TileWidth, 100, 300);
        Assert.Contains(_messages, text => text.Contains("quicker with this network here: ", StringComparison.Ordinal));
        Assert.InRange(Plan(700).TileWidth, 100, 300);
    }

    [Fact]
    public void A_small_job_does_not_measure()
    {
        Plan(2000);

        Assert.False(Directory.Exists(Speeds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"measured\":[]}")]
    [InlineData("{\"measured\":[{\"side\":512,\"secondsPerMegapixel\":0}]}")]
    public void What_is_remembered_but_makes_no_sense_is_measured_again(string content)
    {
        Plan(Large);
        var file = Assert.Single(Directory.GetFiles(Speeds));
        File.WriteAllText(file, content);

        Plan(Large);

        Assert.Equal(3, PlanJson.Read<TileSpeeds>(File.ReadAllText(file)).Measured.Count);
    }

    private TilingPlan Plan(int side)
    {
        var raster = Path.Combine(_folder, $"{side}.vrt");
        File.WriteAllText(raster, $"""<VRTDataset rasterXSize="{side}" rasterYSize="{side}"><VRTRasterBand dataType="Byte" band="1"/></VRTDataset>""");
        var path = Path.Combine(_folder, "plan.json");
        var request = new InstanceRequest.Plan(ClassifyPixelsTool.TaskName, path, raster, true, _folder, GivenArguments.None, new AnalysisContext(), null, null);
        _handler.Handle(request, _ => { }, (JobMessageType _, string text) => _messages.Add(text));
        return PlanFile.Read<ClassificationPlan>(path).Tiling;
    }
}
