using System.Diagnostics;
using RasterAnalysis.Gdal;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>A plan to detect objects with its raster and its network open, for section after section.</summary>
internal sealed class OpenDetection : IDisposable
{
    private readonly DetectionPlan _plan;
    private readonly OpenInputs _inputs;
    private readonly SectionDetector _detector;

    private OpenDetection(string path, DetectionPlan plan, OpenInputs inputs)
    {
        (Path, _plan, _inputs) = (path, plan, inputs);
        _detector = new SectionDetector(plan, inputs.Readers, inputs.Network, inputs.Mask, LowPriorityThread.Enter);
    }

    /// <summary>File of the plan.</summary>
    public string Path { get; }

    /// <summary>Opens what a plan names.</summary>
    /// <param name="path">File of the plan.</param>
    /// <param name="threads">Threads that work on one run.</param>
    /// <param name="networks">Where the network comes from and goes back to.</param>
    /// <param name="pages">Where pages of other servers come from.</param>
    public static OpenDetection Open(string path, int threads, SessionCache networks, IPageSource? pages = null)
    {
        var plan = PlanFile.Read<DetectionPlan>(path);
        return new OpenDetection(path, plan, OpenInputs.Open(plan, threads, networks, pages));
    }

    /// <summary>Finds the objects of a section and writes them down.</summary>
    public SectionResult Detect(InstanceRequest.RunSection request, Action<double> progress)
    {
        var section = _detector.Detect(_plan.Sections[request.Number], progress, CancellationToken.None, _inputs.Ahead(request));
        RequestTrace.Add(ServiceTracing.Read, section.Read);
        RequestTrace.Add(ServiceTracing.RunNetwork, section.Run);
        using var writing = ServiceTracing.Source.StartActivity(ServiceTracing.Write);
        var begun = Stopwatch.GetTimestamp();
        ObjectFile.Write(request.TargetPath, section.Objects);
        var hash = SectionHash.Seal(request.TargetPath);
        return new SectionResult(
            section.Counts.Write(), _inputs.Network.ExecutionProvider, hash,
            new SectionTimes(section.Read.Busy.TotalSeconds, section.Run.Busy.TotalSeconds, Stopwatch.GetElapsedTime(begun).TotalSeconds));
    }

    public void Dispose()
    {
        _detector.Dispose();
        _inputs.Dispose();
    }
}
