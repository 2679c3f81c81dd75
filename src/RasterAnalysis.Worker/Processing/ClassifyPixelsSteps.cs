using RasterAnalysis.Jobs;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>The steps of jobs that classify pixels.</summary>
/// <param name="settings">Settings of the network.</param>
/// <param name="runtimes">What runs networks.</param>
/// <param name="pages">Where pages of other servers come from.</param>
internal sealed class ClassifyPixelsSteps(OnnxRuntimeOptions settings, NetworkRuntimes runtimes, IPageSource? pages = null) : IToolSteps
{
    private const long LargeHeap = 64L << 20;
    private readonly SessionCache _networks = new(runtimes);
    private OpenPlan? _open;

    public string Tool => ClassifyPixelsRequest.TaskName;

    public PlannedJob Plan(InstanceRequest.Plan request, Action<double> progress, Action<JobMessageType, string> say)
    {
        var hasRun = false;
        void BeforeRuns()
        {
            hasRun = true;
            _networks.Forget();
        }

        var plan = new JobPlanner(settings, request.RunsPackageCode ? runtimes : runtimes.WithoutPackageCode(), _networks, say, pages, BeforeRuns, () => progress(0)).Plan(request);
        if (hasRun)
        {
            Collect();
        }

        PlanFile.Write(request.PlanPath, plan);
        return PlannedJob.Of(plan, plan.Output.PixelType);
    }

    public SectionResult Run(InstanceRequest.RunSection request, Action<double> progress)
    {
        if (_open?.Path != request.PlanPath)
        {
            using var span = ServiceTracing.Source.StartActivity(ServiceTracing.Open);
            Release();
            _open = OpenPlan.Open(request.PlanPath, SessionCache.ThreadsOf(settings, request.Instances), _networks, pages);
        }

        return _open!.Classify(request, progress);
    }

    public void PrepareAssembly(InstanceRequest.PrepareAssembly request) => SectionAssembler.Prepare(request);

    public void Assemble(InstanceRequest.Assemble request, Action<double> progress) => SectionAssembler.Assemble(request, progress);

    public void Release()
    {
        if (_open is { } open)
        {
            _open = null;
            open.Dispose();
            if (GC.GetTotalMemory(forceFullCollection: false) > LargeHeap)
            {
                Collect();
            }
        }
    }

    public void Dispose()
    {
        Release();
        _networks.Dispose();
    }

    /// <summary>The buffers of a plan, or of what was tried for it, may be large: what comes next should not be laid beside them.</summary>
    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
