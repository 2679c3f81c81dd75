using System.Diagnostics;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>A plan to classify pixels with its raster and its network open, for section after section.</summary>
internal sealed class OpenPlan : IDisposable
{
    private readonly ClassificationPlan _plan;
    private readonly OpenInputs _inputs;
    private readonly SectionClassifier _classifier;

    private OpenPlan(string path, ClassificationPlan plan, OpenInputs inputs)
    {
        (Path, _plan, _inputs) = (path, plan, inputs);
        _classifier = new SectionClassifier(plan, inputs.Readers, inputs.Network, inputs.Mask, LowPriorityThread.Enter);
    }

    /// <summary>File of the plan.</summary>
    public string Path { get; }

    /// <summary>Opens what a plan names.</summary>
    /// <param name="path">File of the plan.</param>
    /// <param name="threads">Threads that work on one run.</param>
    /// <param name="networks">Where the network comes from and goes back to.</param>
    /// <param name="pages">Where pages of other servers come from.</param>
    public static OpenPlan Open(string path, int threads, SessionCache networks, IPageSource? pages = null)
    {
        var plan = PlanFile.Read<ClassificationPlan>(path);
        return new OpenPlan(path, plan, OpenInputs.Open(plan, threads, networks, pages));
    }

    public SectionResult Classify(InstanceRequest.RunSection request, Action<double> progress)
    {
        var window = _plan.Sections[request.Number];
        var section = _classifier.Classify(window, progress, CancellationToken.None, _inputs.Ahead(request));
        RequestTrace.Add(ServiceTracing.Read, section.Read);
        RequestTrace.Add(ServiceTracing.RunNetwork, section.Run);
        using var writing = ServiceTracing.Source.StartActivity(ServiceTracing.Write);
        var begun = Stopwatch.GetTimestamp();
        SectionRasterWriter.Write(request.TargetPath, _plan.Grid.OutputGrid.Crop(window), _plan.Output.PixelType, section.Pixels.Span);
        var hash = SectionHash.Seal(request.TargetPath);
        return new SectionResult(
            section.Outcome.Write(), _inputs.Network.ExecutionProvider, hash,
            new SectionTimes(section.Read.Busy.TotalSeconds, section.Run.Busy.TotalSeconds, Stopwatch.GetElapsedTime(begun).TotalSeconds));
    }

    public void Dispose()
    {
        _classifier.Dispose();
        _inputs.Dispose();
    }
}
