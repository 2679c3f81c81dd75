using RasterAnalysis.Jobs;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>The steps of jobs that detect objects.</summary>
/// <param name="settings">Settings of the network.</param>
/// <param name="runtimes">What runs networks.</param>
/// <param name="pages">Where pages of other servers come from.</param>
internal sealed class DetectObjectsSteps(OnnxRuntimeOptions settings, NetworkRuntimes runtimes, IPageSource? pages = null) : IToolSteps
{
    private readonly SessionCache _networks = new(runtimes);
    private OpenDetection? _open;

    public string Tool => DetectObjectsRequest.TaskName;

    public PlannedJob Plan(InstanceRequest.Plan request, Action<double> progress, Action<JobMessageType, string> say)
    {
        var plan = new DetectionPlanner(settings, request.RunsPackageCode ? runtimes : runtimes.WithoutPackageCode(), _networks, say, pages).Plan(request);
        PlanFile.Write(request.PlanPath, plan);
        return PlannedJob.Of(plan, pixelType: null);
    }

    public SectionResult Run(InstanceRequest.RunSection request, Action<double> progress)
    {
        if (_open?.Path != request.PlanPath)
        {
            using var span = ServiceTracing.Source.StartActivity(ServiceTracing.Open);
            Release();
            _open = OpenDetection.Open(request.PlanPath, SessionCache.ThreadsOf(settings, request.Instances), _networks, pages);
        }

        return _open!.Detect(request, progress);
    }

    public void PrepareAssembly(InstanceRequest.PrepareAssembly request)
    {
        // a table is put together by code that is loaded in no time
    }

    public void Assemble(InstanceRequest.Assemble request, Action<double> progress) => ObjectAssembler.Assemble(request, progress);

    public void Release()
    {
        _open?.Dispose();
        _open = null;
    }

    public void Dispose()
    {
        Release();
        _networks.Dispose();
    }
}
