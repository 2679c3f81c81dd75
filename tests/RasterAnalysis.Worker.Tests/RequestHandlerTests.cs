using RasterAnalysis.Gdal;
using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tensors;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Worker.Processing;

namespace RasterAnalysis.Worker.Tests;

/// <summary>The requests of a processing instance, with real GDAL and ONNX Runtime.</summary>
public sealed class RequestHandlerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-worker-").FullName;
    private readonly RequestHandler _handler = LocalJob.Handler(new OnnxRuntimeOptions(), []);
    private readonly List<(JobMessageType Type, string Text)> _messages = [];
    private PlannedJob? _planned;

    public RequestHandlerTests() => GdalRuntime.Initialize(new GdalOptions());

    public static TheoryData<string, byte[], int, OutputKind, TensorLayout> Networks => new()
    {
        { "scores", TinyNetworks.CopyBand(3), 3, OutputKind.Scores, TensorLayout.Nchw },
        { "channels last", TinyNetworks.CopyBandNhwc(3), 3, OutputKind.Scores, TensorLayout.Nhwc },
        { "class ids", TinyNetworks.ClassIds(3), 3, OutputKind.ClassIds, TensorLayout.Nchw },
        { "probability", TinyNetworks.OneChannel(1.5f, 4, sigmoid: true), 1, OutputKind.Probability, TensorLayout.Nchw },
        { "logit", TinyNetworks.OneChannel(1.5f, 4, sigmoid: false), 1, OutputKind.Logit, TensorLayout.Nchw },
    };

    private string PlanPath => Path.Combine(_folder, "plan.json");

    public void Dispose()
    {
        _handler.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_job_gives_the_right_pixels_whatever_the_network_returns(string what, byte[] network, int classes, OutputKind kind, TensorLayout layout)
    {
        var definition = TestPackages.Definition(classes == 1 ? [(1, "High", [9, 9, 9])] : TestPackages.NumberedClasses(classes));
        if (layout == TensorLayout.Nhwc)
        {
            definition["ModelFormat"] = "NHWC";
        }

        var plan = Plan(network, definition, 100, 90);
        var path = PlanPath;

        var result = (SectionResult)Handle(new InstanceRequest.RunSection(ClassifyPixelsTool.TaskName, path, 0, Path.Combine(_folder, "0.tif")));
        Handle(new InstanceRequest.Assemble(ClassifyPixelsTool.TaskName, path, [Path.Combine(_folder, "0.tif")], result.Outcome, new Dictionary<string, string>(), Path.Combine(_folder, "out.tif")));

        Assert.Equal((kind, layout), (plan.Network.OutputKind, plan.Network.OutputLayout));
        var raster = CogFile.Read(File.ReadAllBytes(Path.Combine(_folder, "out.tif")));
        for (var row = 0; row < 90; row++)
        {
            for (var column = 0; column < 100; column++)
            {
                var expected = classes == 1 ? (Value(row, column) > 1.5 ? 1 : 0) : Value(row, column);
                Assert.True(expected == raster.At(row, column), $"{what}: ({row}, {column}) is {raster.At(row, column)}, not {expected}");
            }
        }

        Assert.Equal(9000, SectionOutcome.Read(result.Outcome).Counts.Sum(count => count.Count));
    }

    [Fact]
    public void A_model_is_warmed_up_where_it_runs()
    {
        File.WriteAllBytes(Path.Combine(_folder, "network.onnx"), TinyNetworks.CopyBand(3));
        File.WriteAllText(Path.Combine(_folder, "model.emd"), TestPackages.Definition(TestPackages.NumberedClasses(3)).ToJsonString());

        var found = (string)Handle(new InstanceRequest.WarmUp(_folder));

        Assert.StartsWith("CPUExecutionProvider. processorType is GPU, but", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_says_what_it_does_and_what_it_left_aside()
    {
        Plan(TinyNetworks.CopyBand(3), TestPackages.Definition(TestPackages.NumberedClasses(3)), 5000, 3000, new() { ["padding"] = "8", ["bogus"] = "1" });

        Assert.Contains(_messages, m => m.Type == JobMessageType.Warning && m.Text.Contains("bogus", StringComparison.Ordinal));
        Assert.Contains(_messages, m => m.Type == JobMessageType.Informative && m.Text.Contains("5000×3000", StringComparison.Ordinal));
        Assert.Contains(_messages, m => m.Text.Contains("8 pixels of padding", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_survives_its_file()
    {
        var plan = Plan(TinyNetworks.CopyBand(3), TestPackages.Definition(TestPackages.NumberedClasses(3)), 40, 30);

        var text = PlanJson.Write(plan);

        Assert.Equal(text, File.ReadAllText(PlanPath));
        Assert.Equal(["model.emd", "network.onnx", "plan.json", "raster.tif"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_answer_to_a_plan_is_what_the_service_needs_of_it()
    {
        var plan = Plan(TinyNetworks.CopyBand(3), TestPackages.Definition(TestPackages.NumberedClasses(3)), 5000, 3000);

        Assert.Equal((plan.Key, new RasterSize(5000, 3000), PixelType.U8), (_planned!.Key, _planned.Size, _planned.PixelType));
        Assert.Equal(plan.Sections, _planned.Sections);
        Assert.True(_planned.Seams!.IsExact);
        Assert.InRange(PlanJson.Write(_planned).Length, 1, new FileInfo(PlanPath).Length / 2);
        Assert.Same(_planned, _planned.Check());
    }

    [Fact]
    public void A_plan_that_cannot_be_written_is_no_answer()
    {
        Directory.CreateDirectory(PlanPath);

        var exception = Assert.Throws<RasterAccessException>(() => Plan(TinyNetworks.CopyBand(3), TestPackages.Definition(TestPackages.NumberedClasses(3)), 40, 30));

        Assert.Contains("'plan.json' cannot be written", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["model.emd", "network.onnx", "raster.tif"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_sample_package_is_described()
    {
        var package = Path.Combine(_folder, "package");
        using (var stream = File.OpenRead(RepositoryFiles.Path("samples/land-cover/land-cover.dlpk")))
        {
            ModelPackageArchive.Extract(stream, package, null, CancellationToken.None);
        }

        var described = (DescribedModel)Handle(new InstanceRequest.DescribeModel(package));

        Assert.Equal((6, 6), (described.Description.Network.Bands, described.Description.Network.Channels));
        Assert.Contains(described.Description.Arguments, argument => argument.Name == "padding");
        Assert.Empty(described.Warnings);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Preparing_for_assembly_leaves_nothing_behind(int classes)
    {
        var definition = TestPackages.Definition(classes == 1 ? [(1, "High", [9, 9, 9])] : TestPackages.NumberedClasses(classes));
        var network = classes == 1 ? TinyNetworks.OneChannel(1.5f, 4, sigmoid: true) : TinyNetworks.CopyBand(classes);
        Plan(network, definition, 100, 90);
        var before = Directory.GetFileSystemEntries(_folder);

        Assert.Equal(true, Handle(new InstanceRequest.PrepareAssembly(ClassifyPixelsTool.TaskName, PlanPath)));

        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(_folder).Order());
    }

    private ClassificationPlan Plan(byte[] network, System.Text.Json.Nodes.JsonObject definition, int width, int height, Dictionary<string, string>? arguments = null)
    {
        var raster = Path.Combine(_folder, "raster.tif");
        File.WriteAllBytes(raster, TiffFile.Byte(width, height, 1, (_, row, column) => (byte)Value(row, column)));
        File.WriteAllBytes(Path.Combine(_folder, "network.onnx"), network);
        File.WriteAllText(Path.Combine(_folder, "model.emd"), definition.ToJsonString());
        _planned = (PlannedJob)Handle(new InstanceRequest.Plan(
            ClassifyPixelsTool.TaskName, PlanPath, raster, false, _folder, GivenArguments.Read(arguments ?? [], []), new AnalysisContext(), null, null));
        return PlanFile.Read<ClassificationPlan>(PlanPath);
    }

    private object Handle(InstanceRequest request) => _handler.Handle(request, _ => { }, (type, text) => _messages.Add((type, text)));

    private static int Value(int row, int column) => ((row * 31) + (column * 17) + (row * column)) % 3;
}
