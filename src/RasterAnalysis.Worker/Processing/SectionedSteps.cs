using RasterAnalysis.Jobs;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;

namespace RasterAnalysis.Worker.Processing;

/// <summary>The steps of jobs that run a network over a raster, section by section: one plan stays open, with its raster and its network.</summary>
/// <typeparam name="TPlan">The plan of the tool.</typeparam>
/// <param name="settings">Settings of the network.</param>
/// <param name="runtimes">What runs networks.</param>
/// <param name="pages">Where pages of other servers come from.</param>
internal abstract class SectionedSteps<TPlan>(OnnxRuntimeOptions settings, NetworkRuntimes runtimes, IPageSource? pages) : IToolSteps
    where TPlan : TilePlan
{
    private OpenPlan? _open;

    /// <inheritdoc/>
    public abstract string Tool { get; }

    /// <summary>Settings of the network.</summary>
    protected OnnxRuntimeOptions Settings => settings;

    /// <summary>Where pages of other servers come from.</summary>
    protected IPageSource? Pages => pages;

    /// <summary>The network that was used last.</summary>
    protected SessionCache Networks { get; } = new(runtimes);

    /// <inheritdoc/>
    public PlannedJob Plan(InstanceRequest.Plan request, Action<double> progress, Action<JobMessageType, string> say)
    {
        var plan = Plan(request, request.RunsPackageCode ? runtimes : runtimes.WithoutPackageCode(), progress, say);
        PlanFile.Write(request.PlanPath, plan);
        return PlannedJob.Of(plan, PixelTypeOf(plan)) with { Finish = FinishOf(plan), ScratchBytes = ScratchOf(plan) };
    }

    /// <inheritdoc/>
    public SectionResult Run(InstanceRequest.RunSection request, Action<double> progress)
    {
        if (_open?.Path != request.PlanPath)
        {
            using var span = ServiceTracing.Source.StartActivity(ServiceTracing.Open);
            Release();
            var plan = PlanFile.Read<TPlan>(request.PlanPath);
            _open = Open(request.PlanPath, plan, OpenInputs.Open(plan, SessionCache.ThreadsOf(settings, request.Instances), Networks, pages));
        }

        return _open!.Run(request, progress);
    }

    /// <inheritdoc/>
    public abstract void PrepareAssembly(InstanceRequest.PrepareAssembly request);

    /// <inheritdoc/>
    public abstract void Assemble(InstanceRequest.Assemble request, Action<double> progress, Action<JobMessageType, string> say);

    /// <inheritdoc/>
    public void Release()
    {
        if (_open is { } open)
        {
            _open = null;
            open.Dispose();
            WorkerMemory.CollectWhenLarge();
        }
    }

    public void Dispose()
    {
        Release();
        Networks.Dispose();
    }

    /// <summary>Plans a job.</summary>
    /// <param name="request">The job.</param>
    /// <param name="allowed">What may run its network.</param>
    /// <param name="progress">Called now and then, as a sign of life.</param>
    /// <param name="say">Hears what users should know.</param>
    protected abstract TPlan Plan(InstanceRequest.Plan request, NetworkRuntimes allowed, Action<double> progress, Action<JobMessageType, string> say);

    /// <summary>Type of the pixels that a plan makes; null for none.</summary>
    protected abstract PixelType? PixelTypeOf(TPlan plan);

    /// <summary>See <see cref="PlannedJob.Finish"/>.</summary>
    protected virtual string? FinishOf(TPlan plan) => null;

    /// <summary>See <see cref="PlannedJob.ScratchBytes"/>.</summary>
    protected virtual long ScratchOf(TPlan plan) => 0;

    /// <summary>A plan with what it names, which is closed with it.</summary>
    protected abstract OpenPlan Open(string path, TPlan plan, OpenInputs inputs);
}
