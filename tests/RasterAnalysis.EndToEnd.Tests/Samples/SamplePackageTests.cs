using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Samples;

/// <summary>A sample of each kind of package: upload, model card, job, classes and colours are those of an ONNX package, and the classes those that its own tools give.</summary>
public sealed class SamplePackageTests(SampleRun run) : IClassFixture<SampleRun>
{
    private const int Pixels = SampleScene.Width * SampleScene.Height;

    private static readonly (string Name, int[] Color)[] Classes =
    [
        ("Evergreen Forest", [0, 51, 0]), ("Grassland/Herbaceous", [241, 185, 137]), ("Bare Land", [236, 236, 0]),
        ("Open Water", [0, 0, 117]), ("Scrub/Shrub", [102, 102, 0]), ("Impervious Surface", [236, 236, 236]),
    ];

    private static readonly Lazy<SampleScene> Scene = new(() => new SampleScene());

    /// <summary>Name of the result, file, runtime, what was made of the file, and whether its seams are exact.</summary>
    public static TheoryData<string, string, string, string, bool> Samples => new()
    {
        { "LandCover", "land-cover/land-cover.dlpk", "onnx", "", true },
        { "Deepness", "kinds/deepness.onnx", "onnx", "", true },
        { "StacMlm", "kinds/stac-mlm.zip", "onnx", "", true },
        { "Forest", "kinds/forest.dlpk", "onnx", "wrapped", true },
        { "MaximumLikelihood", "kinds/maximum-likelihood.ecd", "onnx", "fromClassifier wrapped", true },
        { "ArcGisLearn", "kinds/arcgis-learn.dlpk", "rebuilt", "conversion", false },
        { "TorchScript", "kinds/torchscript.dlpk", "converted", "conversion", true },
        { "PythonFunction", "kinds/python-function.dlpk", "python", "function", false },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_runs_like_an_ONNX_package(string name, string file, string runtime, string preparation, bool isExact)
    {
        var card = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(run.Folder, $"{name}.json")))!["model"]!;
        var raster = CogFile.Read(await File.ReadAllBytesAsync(Path.Combine(run.Folder, $"{name}.tif")));

        Assert.Equal((runtime, isExact), ((string)card["runtime"]!, (bool)card["seams"]!["exact"]!));
        Assert.Equal(preparation, string.Join(' ', card["preparation"]!.AsArray().Select(note => (string)note!["name"]!).Distinct()));
        Assert.Equal(SampleScene.Bands, (int)card["bands"]!);
        AssertClasses(card["classes"]!.AsArray(), raster, first: runtime == "rebuilt" ? 1 : 0, hasColors: name != "Deepness");
        AssertPicture(PngFile.Read(await File.ReadAllBytesAsync(Path.Combine(run.Folder, $"{name}.png"))), raster);
        if (isExact || runtime == "python")
        {
            // a score of the second best may be as near as rounding
            Assert.InRange(Differing(raster, SampleLabels.Of(file, Scene.Value)), 0, Pixels / 100_000);
        }
    }

    [Fact]
    public async Task The_sample_of_arcgis_learn_gives_what_torch_gives_where_one_tile_holds_the_scene()
    {
        const string File = "kinds/arcgis-learn.dlpk";
        var (_, raster) = await run.Client.ClassifyAsync(
            await System.IO.File.ReadAllBytesAsync(SampleScene.Path), await System.IO.File.ReadAllBytesAsync(RepositoryFiles.Path($"samples/{File}")),
            new JsonObject { ["tile_size"] = SampleLabels.OneTile, ["padding"] = 0 });

        Assert.InRange(Differing(raster, SampleLabels.Of(File, Scene.Value)), 0, Pixels / 100_000);
    }

    [Fact]
    public async Task The_script_says_that_all_ran_and_leaves_a_page_with_their_legends()
    {
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains($"{Samples.Count} of {Samples.Count} kinds ran", run.Output, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(Path.Combine(run.Folder, "index.html"));
        foreach (var sample in Samples)
        {
            Assert.Contains($"<img src=\"{sample.Data.Item1}.png\"", page, StringComparison.Ordinal);
        }

        foreach (var (name, _) in Classes)
        {
            Assert.Equal(Samples.Count, page.Split($" {name}, ").Length - 1);
        }
    }

    [Fact]
    public async Task The_script_waits_for_a_package_that_is_prepared_after_the_answer()
    {
        // as on a slow machine
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__PythonFunctions__ConversionWait"] = "00:00:00.05";
        await service.StartAsync();
        var folder = Path.Combine(run.Folder, "slow");
        var (exitCode, output) = await SampleRun.RunAsync(service.Client, folder, "TorchScript");

        Assert.True(exitCode == 0, output);
        Assert.Contains("runtime: converted", output, StringComparison.Ordinal);
        Assert.Contains("1 of 1 kinds ran", output, StringComparison.Ordinal);
        Assert.Equal("converted", (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "TorchScript.json")))!["model"]!["runtime"]!);
    }

    [Fact]
    public async Task Without_torch_the_script_says_what_is_missing_and_goes_on()
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__PythonFunctions__Interpreter"] = "/nowhere/python3";
        await service.StartAsync();
        var (exitCode, output) = await SampleRun.RunAsync(service.Client, Path.Combine(run.Folder, "without"), "TorchScript", "StacMlm", "PythonFunction");

        Assert.True(exitCode == 0, output);
        Assert.Contains("'/nowhere/python3' (RasterAnalysis__PythonFunctions__Interpreter) is no Python with torch", output, StringComparison.Ordinal);
        Assert.Contains("1 of 3 kinds ran", output, StringComparison.Ordinal);
        Assert.Contains("Not run here: PythonFunction (needs functions to be allowed: RasterAnalysis__PythonFunctions__Mode=Confined)", output, StringComparison.Ordinal);
        Assert.Contains("Not run here: TorchScript (needs torch for Python: apt-get install python3-torch)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_package_among_the_samples_is_one_of_them()
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(RepositoryFiles.Path("samples/kinds/run.sh")))!;
        string[] kinds = [".dlpk", ".zip", ".onnx", ".ecd", ".pt", ".pth"];

        Assert.Equal(
            Samples.Select(sample => sample.Data.Item2).Append("objects/ponds-and-fields.dlpk").Order(),
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => kinds.Contains(Path.GetExtension(path))).Select(path => Path.GetRelativePath(folder, path)).Order());
    }

    private static void AssertClasses(JsonArray classes, CogFile raster, int first, bool hasColors)
    {
        Assert.Equal(Classes.Select((c, k) => (k + first, c.Name)), classes.Select(c => ((int)c!["value"]!, (string)c["name"]!)));
        foreach (var c in classes)
        {
            var color = c!["color"]!.AsArray().Select(part => (int)part!).ToArray();
            Assert.Equal((color[0], color[1], color[2]), raster.ColorOf((int)c["value"]!));
            Assert.Contains((string)c["name"]!, raster.Metadata, StringComparison.Ordinal);
            if (hasColors)
            {
                Assert.Equal(Classes[(int)c["value"]! - first].Color, color);
            }
        }

        Assert.Equal(classes.Count, classes.Select(c => c!["color"]!.ToJsonString()).Distinct().Count());
    }

    /// <summary>Each pixel of the raster is four of the picture, in the colour of its class.</summary>
    private static void AssertPicture(PngFile picture, CogFile raster)
    {
        Assert.Equal((2 * SampleScene.Width, 2 * SampleScene.Height), (picture.Width, picture.Height));
        Assert.Equal(0, Enumerable.Range(0, Pixels).Count(pixel =>
        {
            var (row, column) = (pixel / SampleScene.Width, pixel % SampleScene.Width);
            var (red, green, blue, alpha) = picture.At(2 * row, 2 * column);
            return alpha != 255 || (red, green, blue) != raster.ColorOf((int)raster.At(row, column));
        }));
    }

    private static int Differing(CogFile raster, int[,] expected) =>
        Enumerable.Range(0, Pixels).Count(i => raster.At(i / SampleScene.Width, i % SampleScene.Width) != expected[i / SampleScene.Width, i % SampleScene.Width]);
}
