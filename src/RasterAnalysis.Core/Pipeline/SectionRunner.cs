using RasterAnalysis.Finiteness;
using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Pipeline;

/// <summary>
/// Runs section after section through the network; the next one is begun while the last one is still looked at or written. A tool says what takes a section's scores, and what it makes of them.
/// </summary>
/// <typeparam name="TResult">What a tool makes of a section.</typeparam>
/// <remarks>
/// Not thread-safe: it owns its buffers. It calls each reader from a thread of its own, and the network from as many as it runs at a time. Dispose it before them.
/// </remarks>
public abstract class SectionRunner<TResult> : IDisposable
{
    private readonly TilePlan _plan;
    private readonly SectionPipeline _pipeline;
    private SectionWork? _ahead;

    /// <summary>Prepares the buffers for a plan.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="readers">Each reads the input on the plan's processing grid; they stay the caller's.</param>
    /// <param name="network">The loaded network; stays the caller's.</param>
    /// <param name="stepAside">Called on the threads that read and paste once the network is what takes the time, beside which they have little to do; null for nothing.</param>
    private protected SectionRunner(TilePlan plan, IReadOnlyList<IRasterReader> readers, INetworkSession network, Action? stepAside)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _pipeline = new SectionPipeline(plan, readers, network, plan.Network.FixedBatch ?? Math.Min(plan.Tiling.BatchSize, MostTiles(plan)), stepAside);
    }

    /// <summary>Runs one section.</summary>
    /// <param name="section">Window in output pixels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each run of the network, one call at a time.</param>
    /// <param name="cancellationToken">Looked at before each run.</param>
    /// <param name="next">What is begun ahead; null for nothing.</param>
    /// <returns>What the tool makes of it; what of it lies in buffers is valid until the next call.</returns>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    /// <exception cref="InferenceException">The network fails.</exception>
    public TResult Run(PixelWindow section, Action<double>? progress, CancellationToken cancellationToken, NextSection? next = null)
    {
        var work = TakeAhead(section) ?? Begin(section);
        using (work.StopOn(cancellationToken))
        {
            try
            {
                work.ReportTo(progress);
                work.Want();
                _ahead = next is null ? null : BeginAhead(next);
            }
            catch
            {
                work.GiveUp();
                throw;
            }

            work.Wait();
        }

        return Finish(work.Sink, new SectionRun(NonFiniteOf(work), work.Reading.Time, work.Running.Time));
    }

    /// <summary>Waits until nothing is read and nothing runs any more. What lies in buffers is gone then.</summary>
    public void Dispose()
    {
        Forget();
        _pipeline.Dispose();
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Makes what takes a section's scores; called on the caller's thread. At most two are in use at a time: the one that was finished last, and the one ahead.
    /// </summary>
    /// <param name="section">Window in output pixels.</param>
    /// <param name="window">The same in pixels of the processing grid.</param>
    private protected abstract ISectionSink SinkOf(PixelWindow section, PixelWindow window);

    /// <summary>What the tool makes of a section.</summary>
    /// <param name="sink">What took its scores; it has had every tile.</param>
    /// <param name="run">What is known of the run.</param>
    private protected abstract TResult Finish(ISectionSink sink, SectionRun run);

    /// <summary>Gives buffers back.</summary>
    private protected virtual void Close()
    {
    }

    /// <summary>What was begun ahead of a section; null when that was another one, or nothing.</summary>
    private SectionWork? TakeAhead(PixelWindow section)
    {
        if (_ahead is { } ahead && ahead.Section == section)
        {
            _ahead = null;
            return ahead;
        }

        Forget();
        return null;
    }

    private void Forget()
    {
        if (_ahead is { } ahead)
        {
            // what its sink writes to is wanted for another one
            ahead.GiveUp();
            _ahead = null;
        }
    }

    private SectionWork? BeginAhead(NextSection next)
    {
        try
        {
            var work = Begin(next.Window);
            if (next.IsCertain)
            {
                work.Want();
            }

            return work;
        }
        catch (Exception exception) when (exception is RasterAnalysisException or OutOfMemoryException)
        {
            // the mask cannot be read, or there is no room: whoever needs the section meets it again
            return null;
        }
    }

    /// <summary>Tiles of the section that has most: small rasters need no room for whole batches.</summary>
    private static int MostTiles(TilePlan plan) =>
        plan.Sections.Select(section => SectionTiles.Lay(plan.Tiling, plan.InGrid(section)).Count()).DefaultIfEmpty(plan.Tiling.BatchSize).Max();

    private NonFiniteCount[] NonFiniteOf(SectionWork work) =>
        [.. work.NonFinite.Zip(_plan.Watch?.Nodes ?? [], (pixels, node) => new NonFiniteCount(node.Node, node.Cause, node.HiddenBy, pixels)).Where(count => count.Pixels > 0)];

    private SectionWork Begin(PixelWindow section)
    {
        var window = _plan.InGrid(section);
        var work = new SectionWork(section, window, SinkOf(section, window), [.. SectionTiles.Lay(_plan.Tiling, window)], _plan.Watch?.Nodes.Count ?? 0);
        _pipeline.Add(work);
        return work;
    }
}
