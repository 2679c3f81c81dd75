using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Inference;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Quantization;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.Processing;

/// <summary>The raster, the mask and the network of a plan, open for section after section, whatever the tool makes of them.</summary>
internal sealed class OpenInputs : IDisposable
{
    private const int MostReaders = 4;
    private readonly TilePlan _plan;
    private readonly Action<INetworkSession> _giveBack;
    private readonly bool _readsAhead;

    private OpenInputs(TilePlan plan, IReadOnlyList<IRasterReader> readers, INetworkSession network, IPixelMask? mask, Action<INetworkSession> giveBack)
    {
        (_plan, Readers, Network, Mask, _giveBack) = (plan, readers, network, mask, giveBack);

        // pages and ranges of other servers are fetched by the service, which listens only while it waits for an answer
        _readsAhead = !PlanIdentity.IsRemote(plan);
    }

    /// <summary>Each reads the raster on the plan's processing grid.</summary>
    public IReadOnlyList<IRasterReader> Readers { get; }

    /// <summary>The network.</summary>
    public INetworkSession Network { get; }

    /// <summary>Which pixels are wanted; null for all.</summary>
    public IPixelMask? Mask { get; }

    /// <summary>Opens what a plan names.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="threads">Threads that work on one run.</param>
    /// <param name="networks">Where the network comes from and goes back to.</param>
    /// <param name="pages">Where pages of other servers come from.</param>
    public static OpenInputs Open(TilePlan plan, int threads, SessionCache networks, IPageSource? pages)
    {
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
            return new OpenInputs(plan, readers, network, mask, session => networks.GiveBack(plan, threads, session));
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

    /// <summary>The section that is begun while this one is run; what it reads is announced.</summary>
    /// <param name="request">The section that is asked for.</param>
    /// <returns>The next one; null for none.</returns>
    public NextSection? Ahead(InstanceRequest.RunSection request)
    {
        Announce(_plan.Sections[request.Number], request.Next);
        return _readsAhead && request.Next is { } number ? new NextSection(_plan.Sections[number], request.IsNextCertain) : null;
    }

    public void Dispose()
    {
        _giveBack(Network);
        Mask?.Dispose();
        foreach (var reader in Readers)
        {
            reader.Dispose();
        }
    }

    /// <summary>
    /// One thread reads more than a processor runs, but not what a GPU does. Pages of other servers come one after the other.
    /// </summary>
    private static int ReadersFor(TilePlan plan, INetworkSession network) =>
        network.ConcurrentRuns == 1 || PlanIdentity.IsPaged(plan) ? 1 : Math.Clamp(Environment.ProcessorCount / 2, 2, MostReaders);

    /// <summary>Half a raster of the old pixels and half of the new ones would be worse than none.</summary>
    private static void RefuseChanged(TilePlan plan)
    {
        if (plan.InputFiles.FirstOrDefault(file => !file.IsUnchanged()) is { } changed)
        {
            throw new RasterAccessException(
                $"'{System.IO.Path.GetFileName(changed.Path)}' was changed or removed after the job was planned; submit the job again.");
        }
    }

    /// <summary>Scales were chosen at planning, for the processor of that time; on another one sums of products may be cut off, and labels would be others.</summary>
    private static void RefuseSaturation(TilePlan plan)
    {
        if (plan.Quantization is ByteQuantization { FitsSixteenBits: false } && ByteArithmetic.PairLimit is not null)
        {
            throw new InferenceException(
                "The network was quantised for a processor with VNNI, and this node's has none: sums would be cut off. Let a node like the one that planned the job go on with it, or submit the job again.",
                isTransient: false);
        }
    }

    /// <summary>All that a section reads, and then what the next one does, unless a mask may leave most of it out.</summary>
    private void Announce(PixelWindow section, int? next)
    {
        if (Mask is null)
        {
            Readers[0].Announce(ReadBy(section));
            if (next is { } number)
            {
                Readers[0].AnnounceLater(ReadBy(_plan.Sections[number]));
            }
        }
    }

    private PixelWindow ReadBy(PixelWindow section)
    {
        return _plan.InGrid(section).Expand(_plan.Tiling.Padding).Intersect(PixelWindow.Whole(Readers[0].Grid.Size));
    }

    private static IPixelMask? OpenMask(TilePlan plan, IPageSource? pages) => plan.Mask switch
    {
        { Polygons: { } polygons } => new PolygonMask(polygons),
        { Raster: { Path: { } path } raster } => RasterMask.Open(path, raster.IsTrusted, plan.Grid.ProcessingGrid, pages),
        _ => null,
    };
}
