using System.Text.Json.Nodes;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Worker.Processing;

namespace RasterAnalysis.Worker.Tests;

/// <summary>Plans a job and classifies its sections in this process, with real GDAL and ONNX Runtime and no service around it.</summary>
internal sealed class LocalJob : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-job-").FullName;
    private readonly RequestHandler _handler;

    /// <summary>Makes an empty folder.</summary>
    /// <param name="runtimes">Runtimes that are asked before ONNX Runtime.</param>
    public LocalJob(params INetworkRuntime[] runtimes)
    {
        GdalRuntime.Initialize(new GdalOptions());
        var settings = new OnnxRuntimeOptions { IntraOpThreads = 1 };
        _handler = Handler(settings, [], runtimes);
    }

    /// <summary>Messages of the last job.</summary>
    public List<(JobMessageType Type, string Text)> Messages { get; } = [];

    /// <summary>Plan of the last job.</summary>
    public ClassificationPlan? Plan { get; private set; }

    /// <summary>What the service heard of it.</summary>
    public PlannedJob? Planned { get; private set; }

    /// <summary>Pixels without a finite score of the last job.</summary>
    public long InvalidScores { get; private set; }

    /// <summary>What nodes of the network made that was no finite number, in pixels of the last job.</summary>
    public Dictionary<string, long> NonFinite { get; } = [];

    /// <summary>Answers requests as the built worker does.</summary>
    /// <param name="settings">Settings of the network.</param>
    /// <param name="more">What jobs of further tools do.</param>
    /// <param name="runtimes">Runtimes that are asked before ONNX Runtime.</param>
    public static RequestHandler Handler(OnnxRuntimeOptions settings, IReadOnlyList<IToolSteps> more, params INetworkRuntime[] runtimes)
    {
        var all = new NetworkRuntimes([.. runtimes, new OnnxNetworkRuntime(settings)]);
        return new RequestHandler(settings, all, [new ClassifyPixelsSteps(settings, all), .. more]);
    }

    /// <summary>Full path of a file in the job's folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a file beside the network.</summary>
    public void Write(string name, byte[] content) => File.WriteAllBytes(PathOf(name), content);

    public double[,] Classify(
        byte[] raster, JsonObject definition, byte[] network, Dictionary<string, string>? arguments = null, AnalysisContext? context = null)
    {
        Write("raster.tif", raster);
        return Classify(PathOf("raster.tif"), definition, network, arguments, context);
    }

    /// <summary>Runs a job.</summary>
    /// <returns>The output by row and column; NoData as its value.</returns>
    public double[,] Classify(
        string rasterPath, JsonObject definition, byte[] network, Dictionary<string, string>? arguments = null, AnalysisContext? context = null,
        bool isTrusted = false, InputLocation? mask = null)
    {
        Messages.Clear();
        Handle(new InstanceRequest.Release());
        Write((string)definition["ModelFile"]!, network);
        File.WriteAllText(PathOf("model.emd"), definition.ToJsonString());
        var request = new InstanceRequest.Plan(
            ClassifyPixelsTool.TaskName, PathOf("plan.json"), rasterPath, isTrusted, _folder, GivenArguments.Read(arguments ?? [], []), context ?? new AnalysisContext(), null, null, mask);
        Planned = (PlannedJob)Handle(request);
        Plan = PlanFile.Read<ClassificationPlan>(PathOf("plan.json"));
        var window = Plan.Grid.OutputWindow;
        var output = new double[window.Height, window.Width];
        InvalidScores = 0;
        NonFinite.Clear();
        for (var i = 0; i < Plan.Sections.Count; i++)
        {
            var result = (SectionResult)Handle(new InstanceRequest.RunSection(ClassifyPixelsTool.TaskName, PathOf("plan.json"), i, PathOf("section.tif")));
            var outcome = SectionOutcome.Read(result.Outcome);
            InvalidScores += outcome.InvalidScores;
            foreach (var count in outcome.NonFinite)
            {
                NonFinite[count.Node] = NonFinite.GetValueOrDefault(count.Node) + count.Pixels;
            }

            Paste(output, Plan.Sections[i]);
        }

        return output;
    }

    public void Dispose()
    {
        _handler.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Tries a package whose files were written here, as an upload is.</summary>
    public DescribedModel Describe() => (DescribedModel)Handle(new InstanceRequest.DescribeModel(_folder));

    private object Handle(InstanceRequest request) => _handler.Handle(request, _ => { }, (type, text) => Messages.Add((type, text)));

    private void Paste(double[,] output, PixelWindow section)
    {
        using var reader = RasterOpener.Open(new RasterReadSpec(PathOf("section.tif"), false, [1]));
        var pixels = new float[section.PixelCount];
        reader.Read(PixelWindow.Whole(reader.Grid.Size), pixels, new byte[pixels.Length]);
        for (var i = 0; i < pixels.Length; i++)
        {
            output[section.RowOffset + (i / section.Width), section.ColumnOffset + (i % section.Width)] = pixels[i];
        }
    }
}
