using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Classification;

/// <summary>Classifies section after section; the next one is begun while the last one is still looked at or written.</summary>
/// <remarks>
/// Not thread-safe: it owns its buffers, which it uses again for the section after the next. It calls each reader from a thread of its own, the network from as many as it
/// runs at a time, and the mask from the caller's. Dispose it before them.
/// </remarks>
public sealed class SectionClassifier : IDisposable
{
    private readonly ClassificationPlan _plan;
    private readonly IPixelMask? _mask;
    private readonly SectionPipeline _pipeline;
    private readonly PooledBuffer<byte>[] _canvases = [new(), new()];
    private int _canvas;
    private SectionWork? _ahead;

    /// <summary>Prepares the buffers for a plan.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="readers">Each reads the input on the plan's processing grid; they stay the caller's.</param>
    /// <param name="network">The loaded network; stays the caller's.</param>
    /// <param name="mask">Says which pixels are wanted; null for all. Stays the caller's.</param>
    /// <param name="onHelperThread">Called first on the threads that read and paste, which have little to do; null for nothing.</param>
    public SectionClassifier(
        ClassificationPlan plan, IReadOnlyList<IRasterReader> readers, INetworkSession network, IPixelMask? mask = null, Action? onHelperThread = null)
    {
        _plan = plan;
        _mask = mask;
        _pipeline = new SectionPipeline(plan, readers, network, plan.Network.FixedBatch ?? Math.Min(plan.Tiling.BatchSize, MostTiles(plan)), onHelperThread);
    }

    /// <summary>Classifies one section.</summary>
    /// <param name="section">Window in output pixels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each run of the network, one call at a time.</param>
    /// <param name="cancellationToken">Looked at before each run.</param>
    /// <param name="next">What is begun ahead; null for nothing.</param>
    /// <returns>The section; its pixels are valid until the next call.</returns>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    /// <exception cref="InferenceException">The network fails.</exception>
    public ClassifiedSection Classify(PixelWindow section, Action<double>? progress, CancellationToken cancellationToken, NextSection? next = null)
    {
        var work = TakeAhead(section) ?? Begin(section);
        using (work.StopOn(cancellationToken))
        {
            try
            {
                work.Tell(progress);
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

        return new ClassifiedSection(work.Canvas.Pixels, CountsOf(work.Canvas), work.Canvas.InvalidCount);
    }

    /// <summary>Waits until nothing is read and nothing runs any more. The pixels of the last section are gone then.</summary>
    public void Dispose()
    {
        Forget();
        _pipeline.Dispose();
        Array.ForEach(_canvases, canvas => canvas.Dispose());
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
            // its canvas is wanted for another one
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
    private static int MostTiles(ClassificationPlan plan) =>
        plan.Sections.Select(section => SectionTiles.Lay(plan.Tiling, InGrid(plan, section)).Count()).DefaultIfEmpty(plan.Tiling.BatchSize).Max();

    private static PixelWindow InGrid(ClassificationPlan plan, PixelWindow section) => section with
    {
        ColumnOffset = section.ColumnOffset + plan.Grid.OutputWindow.ColumnOffset, RowOffset = section.RowOffset + plan.Grid.OutputWindow.RowOffset,
    };

    private SectionWork Begin(PixelWindow section)
    {
        var window = InGrid(_plan, section);
        var mask = MaskOf(window);
        _canvas = 1 - _canvas;
        var canvas = new SectionCanvas(section, _plan.Output, _plan.Channels.Values, mask, _canvases[_canvas]);
        var work = new SectionWork(section, window, canvas, [.. SectionTiles.Lay(_plan.Tiling, window)]);
        _pipeline.Add(work);
        return work;
    }

    private byte[]? MaskOf(PixelWindow window)
    {
        if (_mask is null)
        {
            return null;
        }

        var wanted = new byte[checked((int)window.PixelCount)];
        _mask.Read(window, wanted);
        return wanted;
    }

    private ClassCount[] CountsOf(SectionCanvas canvas) =>
        [.. canvas.Counts.Select((count, channel) => new ClassCount(_plan.Channels.Values[channel], count)).Where(c => c.Count > 0)];
}
