using System.Diagnostics;
using RasterAnalysis.Jobs;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Storage;

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
        if (request.IsMosaic)
        {
            request = request with
            {
                Members = MosaicIndex.TryRead(request.RasterPath) ?? throw new RasterAccessException($"The index of the mosaic '{request.RasterPath}' cannot be read; make the layer anew."),
            };
        }

        var planner = PlannerOf(request.RunsPackageCode ? runtimes : runtimes.WithoutPackageCode(), say, () => progress(0));
        var plan = planner.Plan(request);
        if (planner.HasRun)
        {
            WorkerMemory.Collect();
        }

        PlanFile.Write(request.PlanPath, plan);
        return new PlannedJob(plan.Grid.OutputGrid.Size, PixelTypeOf(plan), plan.Sections, plan.Seams, plan.Key) { Finish = FinishOf(plan), ScratchBytes = ScratchOf(plan) };
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

        var open = _open!;
        var section = open.Run(open.Sections[request.Number], progress, open.Inputs.Ahead(request));
        RequestTrace.Add(ServiceTracing.Read, section.Read);
        RequestTrace.Add(ServiceTracing.RunNetwork, section.Run);
        using var writing = ServiceTracing.Source.StartActivity(ServiceTracing.Write);
        var begun = Stopwatch.GetTimestamp();
        var outcome = section.Write(request.TargetPath);
        var hash = SectionHash.Of(request.TargetPath);
        return new SectionResult(
            outcome, open.Inputs.Network.ExecutionProvider, hash,
            new SectionTimes(section.Read.Busy.TotalSeconds, section.Run.Busy.TotalSeconds, Stopwatch.GetElapsedTime(begun).TotalSeconds));
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

    /// <summary>What plans a job.</summary>
    /// <param name="allowed">What may run its network.</param>
    /// <param name="say">Hears what users should know.</param>
    /// <param name="onRun">Called after runs of which there may be many, as a sign of life.</param>
    protected abstract ToolPlanner<TPlan> PlannerOf(NetworkRuntimes allowed, Action<JobMessageType, string> say, Action onRun);

    /// <summary>Type of the pixels that a plan makes; null for none.</summary>
    protected abstract PixelType? PixelTypeOf(TPlan plan);

    /// <summary>See <see cref="PlannedJob.Finish"/>.</summary>
    protected virtual string? FinishOf(TPlan plan) => null;

    /// <summary>See <see cref="PlannedJob.ScratchBytes"/>.</summary>
    protected virtual long ScratchOf(TPlan plan) => 0;

    /// <summary>A plan with what it names, which is closed with it.</summary>
    protected abstract OpenPlan Open(string path, TPlan plan, OpenInputs inputs);
}
