using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.Classification;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Inference;
using RasterAnalysis.Json;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.Processing;

/// <summary>A plan with its raster and its network open, for section after section.</summary>
internal sealed class OpenPlan : IDisposable
{
    private readonly ClassificationPlan _plan;
    private readonly IRasterReader _reader;
    private readonly INetworkSession _network;
    private readonly SectionClassifier _classifier;

    private OpenPlan(string path, ClassificationPlan plan, IRasterReader reader, INetworkSession network)
    {
        Path = path;
        _plan = plan;
        _reader = reader;
        _network = network;
        _classifier = new SectionClassifier(plan, reader, network);
    }

    /// <summary>File of the plan.</summary>
    public string Path { get; }

    public static OpenPlan Open(string path, OnnxRuntimeOptions settings)
    {
        var plan = PlanJson.Read<ClassificationPlan>(File.ReadAllText(path));
        var reader = GdalRasterReader.Open(plan.Input);
        try
        {
            var network = OnnxNetworkSession.Load(plan.NetworkPath, plan.ProcessorType, settings, warnings: []);
            return new OpenPlan(path, plan, reader, network);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public SectionResult Classify(InstanceRequest.ClassifySection request, Action<double> progress)
    {
        var window = _plan.Sections[request.Number];
        var section = _classifier.Classify(window, progress, CancellationToken.None);
        SectionRasterWriter.Write(request.TargetPath, _plan.Grid.OutputGrid.Crop(window), _plan.Output.PixelType, section.Pixels);
        return new SectionResult(section.Counts, section.InvalidScores, _network.ExecutionProvider);
    }

    public void Dispose()
    {
        _network.Dispose();
        _reader.Dispose();
    }
}
