using System.Diagnostics;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Inference;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>A plan with its raster and its network open, for section after section.</summary>
internal sealed class OpenPlan : IDisposable
{
    private const int MostReaders = 4;
    private readonly ClassificationPlan _plan;
    private readonly IReadOnlyList<IRasterReader> _readers;
    private readonly INetworkSession _network;
    private readonly Action<INetworkSession> _giveBack;
    private readonly IPixelMask? _mask;
    private readonly SectionClassifier _classifier;
    private readonly bool _readsAhead;

    private OpenPlan(
        string path, ClassificationPlan plan, IReadOnlyList<IRasterReader> readers, INetworkSession network, IPixelMask? mask,
        Action<INetworkSession> giveBack)
    {
        _giveBack = giveBack;
        Path = path;
        _plan = plan;
        _readers = readers;
        _network = network;
        _mask = mask;
        _classifier = new SectionClassifier(plan, readers, network, mask, LowPriorityThread.Enter);

        // pages and ranges of other servers are fetched by the service, which listens only while it waits for an answer
        _readsAhead = !PlanIdentity.IsRemote(plan);
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
        RefuseChanged(plan);
        RefuseSaturation(plan);
        var parts = new Stack<IDisposable>();
        try
        {
            T Keep<T>(T part)
                where T : IDisposable
            {
                parts.Push(part);
                return part;
            }

            var mask = OpenMask(plan, pages) is { } found ? Keep(found) : null;
            var network = Keep(networks.Take(plan, threads));
            IRasterReader[] readers = [.. Enumerable.Range(0, ReadersFor(plan, network)).Select(_ => Keep(RasterOpener.Open(plan.Input, pages)))];
            return new OpenPlan(path, plan, readers, network, mask, session => networks.GiveBack(plan, threads, session));
        }
        catch
        {
            foreach (var part in parts)
            {
                part.Dispose();
            }

            throw;
        }
    }

    public SectionResult Classify(InstanceRequest.RunSection request, Action<double> progress)
    {
        var window = _plan.Sections[request.Number];
        Announce(window, request.Next);
        var next = _readsAhead && request.Next is { } number ? new NextSection(_plan.Sections[number], request.IsNextCertain) : null;
        var section = _classifier.Classify(window, progress, CancellationToken.None, next);
        RequestTrace.Add(ServiceTracing.Read, section.Read);
        RequestTrace.Add(ServiceTracing.RunNetwork, section.Run);
        using var writing = ServiceTracing.Source.StartActivity(ServiceTracing.Write);
        var begun = Stopwatch.GetTimestamp();
        SectionRasterWriter.Write(request.TargetPath, _plan.Grid.OutputGrid.Crop(window), _plan.Output.PixelType, section.Pixels.Span);
        var hash = SectionHash.Seal(request.TargetPath);
        return new SectionResult(
            section.Outcome.Write(), _network.ExecutionProvider, hash,
            new SectionTimes(section.Read.Busy.TotalSeconds, section.Run.Busy.TotalSeconds, Stopwatch.GetElapsedTime(begun).TotalSeconds));
    }

    public void Dispose()
    {
        _classifier.Dispose();
        _giveBack(_network);
        _mask?.Dispose();
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }
    }

    /// <summary>
    /// One thread reads more than a processor runs, but not what a GPU does. Pages of other servers come one after the other.
    /// </summary>
    private static int ReadersFor(ClassificationPlan plan, INetworkSession network) =>
        network.ConcurrentRuns == 1 || PlanIdentity.IsPaged(plan) ? 1 : Math.Clamp(Environment.ProcessorCount / 2, 2, MostReaders);

    /// <summary>Half a raster of the old pixels and half of the new ones would be worse than none.</summary>
    private static void RefuseChanged(ClassificationPlan plan)
    {
        if (plan.InputFiles.FirstOrDefault(file => !file.IsUnchanged()) is { } changed)
        {
            throw new RasterAccessException(
                $"'{System.IO.Path.GetFileName(changed.Path)}' was changed or removed after the job was planned; submit the job again.");
        }
    }

    /// <summary>Scales were chosen at planning, for the processor of that time; on another one sums of products may be cut off, and labels would be others.</summary>
    private static void RefuseSaturation(ClassificationPlan plan)
    {
        if (plan.Quantization is { WeightLimit: var limit } && limit > ByteArithmetic.WeightLimit)
        {
            throw new InferenceException(
                $"The network was quantised with weights of ±{limit} for a processor with VNNI, and this node's has none: sums would be cut off. Let a node like the one that planned the job go on with it, or submit the job again.",
                isTransient: false);
        }
    }

    /// <summary>All that a section reads, and then what the next one does, unless a mask may leave most of it out.</summary>
    private void Announce(PixelWindow section, int? next)
    {
        if (_mask is null)
        {
            _readers[0].Announce(ReadBy(section));
            if (next is { } number)
            {
                _readers[0].AnnounceLater(ReadBy(_plan.Sections[number]));
            }
        }
    }

    private PixelWindow ReadBy(PixelWindow section)
    {
        var output = _plan.Grid.OutputWindow;
        var window = section with { ColumnOffset = section.ColumnOffset + output.ColumnOffset, RowOffset = section.RowOffset + output.RowOffset };
        return window.Expand(_plan.Tiling.Padding).Intersect(PixelWindow.Whole(_readers[0].Grid.Size));
    }

    private static IPixelMask? OpenMask(ClassificationPlan plan, IPageSource? pages) => plan.Mask switch
    {
        { Polygons: { } polygons } => new PolygonMask(polygons),
        { Raster: { Path: { } path } raster } => RasterMask.Open(path, raster.IsTrusted, plan.Grid.ProcessingGrid, pages),
        _ => null,
    };
}
