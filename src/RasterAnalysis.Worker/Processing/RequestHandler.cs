using RasterAnalysis.Catalog;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Jobs;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Hands each request to what can do it.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="settings">Settings of the network.</param>
/// <param name="runtimes">What runs networks.</param>
/// <param name="pages">Where pages of other servers come from.</param>
/// <param name="replies">Where pictures go.</param>
internal sealed class RequestHandler(OnnxRuntimeOptions settings, NetworkRuntimes runtimes, IPageSource? pages = null, ReplyWriter? replies = null) : IDisposable
{
    private const long LargeHeap = 64L << 20;
    private readonly SessionCache _networks = new(runtimes);
    private readonly RasterViewer _views = new(replies);
    private OpenPlan? _open;

    public object Handle(InstanceRequest request, Action<double> progress, Action<JobMessageType, string> say) => request switch
    {
        InstanceRequest.DescribeRaster describe => Describe(describe),
        InstanceRequest.ReadClasses read => ReadClasses(read),
        InstanceRequest.DescribeMosaic describe => Describe(describe),
        InstanceRequest.DescribeModel describe => ModelDescriber.Describe(describe.Path, runtimes, settings.MaxRunMemory),
        InstanceRequest.WarmUp warmUp => ModelWarmUp.Run(warmUp.ModelPath, runtimes, settings.MaxRunMemory),
        InstanceRequest.Plan plan => Plan(plan, progress, say),
        InstanceRequest.ClassifySection section => Open(section).Classify(section, progress),
        InstanceRequest.PrepareAssembly prepare => SectionAssembler.Prepare(prepare),
        InstanceRequest.Assemble assemble => SectionAssembler.Assemble(assemble, progress),
        InstanceRequest.RenderRaster render => _views.Render(render),
        InstanceRequest.SampleRaster sample => _views.Sample(sample),
        InstanceRequest.SummarizeRaster summarize => _views.Summarize(summarize),
        InstanceRequest.BuildOverviews build => BuildOverviews(build),
        InstanceRequest.Release => Release(),
        _ => throw new NotSupportedException($"A request of type {request.GetType().Name} is not known."),
    };

    public void Dispose()
    {
        Release();
        _networks.Dispose();
        _views.Dispose();
    }

    private static IReadOnlyList<PublishedClass> ReadClasses(InstanceRequest.ReadClasses request)
    {
        if (ClassifiedRasterReader.ReadClasses(request.Path, request.IsTrusted) is not { } found)
        {
            return [];
        }

        var counts = found.Counts.ToLookup(count => count.Value, count => count.Count);
        return [.. found.Classes.DistinctBy(c => c.Value).Select(c => new PublishedClass(c, counts[c.Value].FirstOrDefault()))];
    }

    private static string BuildOverviews(InstanceRequest.BuildOverviews request)
    {
        // whoever looks at a picture meanwhile comes first, and this instance does nothing else
        LowPriorityThread.Enter();
        return OverviewFile.Write(request.Path, request.Folder) ?? "";
    }

    private static RasterInfo Describe(InstanceRequest.DescribeRaster request)
    {
        TruncatedTiff.Refuse(request.Path, request.IsTrusted);
        return RasterDescriber.Describe(request.Path, request.IsTrusted);
    }

    private static RasterInfo Describe(InstanceRequest.DescribeMosaic request)
    {
        var info = MosaicPlanner.Describe(request.Members);
        MosaicFile.Write(request.TargetPath, info.Grid, request.Members);
        return info;
    }

    private PlannedJob Plan(InstanceRequest.Plan request, Action<double> progress, Action<JobMessageType, string> say)
    {
        var hasRun = false;
        void BeforeRuns()
        {
            hasRun = true;
            _networks.Forget();
        }

        var plan = new JobPlanner(settings, runtimes, _networks, say, pages, BeforeRuns, () => progress(0)).Plan(request);
        if (hasRun)
        {
            Collect();
        }

        PlanFile.Write(request.PlanPath, plan);
        return PlannedJob.Of(plan);
    }

    private OpenPlan Open(InstanceRequest.ClassifySection section)
    {
        if (_open?.Path != section.PlanPath)
        {
            using var span = ServiceTracing.Source.StartActivity(ServiceTracing.Open);
            Release();

            _open = OpenPlan.Open(section.PlanPath, SessionCache.ThreadsOf(settings, section.Instances), _networks, pages);
        }

        return _open!;
    }

    /// <summary>The buffers of a plan, or of what was tried for it, may be large: what comes next should not be laid beside them.</summary>
    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private bool Release()
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

        return true;
    }
}
