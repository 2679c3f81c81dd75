using RasterAnalysis.Inference;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Classifies section after section.</summary>
/// <remarks>
/// Not thread-safe: it owns its buffers, which it uses again for the section after the next. It calls each reader from a thread of its own, the network from as many as it
/// runs at a time, and the mask from the caller's. Dispose it before them.
/// </remarks>
public sealed class SectionClassifier : IDisposable
{
    private readonly ClassificationPlan _plan;
    private readonly IPixelMask? _mask;
    private readonly SectionRunner<SectionCanvas> _runner;
    private readonly TileDecoder _decoder;
    private readonly PooledBuffer<byte>[] _canvases = [new(), new()];
    private int _canvas;

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
        _decoder = new TileDecoder(plan);
        _runner = new SectionRunner<SectionCanvas>(plan, readers, network, Canvas, onHelperThread);
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
        var run = _runner.Run(section, progress, cancellationToken, next);
        var outcome = new SectionOutcome(CountsOf(run.Sink), run.Sink.InvalidCount) { NonFinite = run.NonFinite };
        return new ClassifiedSection(run.Sink.Pixels, outcome, run.Read, run.Run);
    }

    /// <summary>Waits until nothing is read and nothing runs any more. The pixels of the last section are gone then.</summary>
    public void Dispose()
    {
        _runner.Dispose();
        Array.ForEach(_canvases, canvas => canvas.Dispose());
    }

    private SectionCanvas Canvas(PixelWindow section)
    {
        var wanted = WantedPixels.Of(_mask, _plan.InGrid(section));
        _canvas = 1 - _canvas;
        return new SectionCanvas(section, _plan.Output, _plan.Channels.Values, _decoder, wanted, _canvases[_canvas]);
    }

    private ClassCount[] CountsOf(SectionCanvas canvas) =>
        [.. canvas.Counts.Select((count, channel) => new ClassCount(_plan.Channels.Values[channel], count)).Where(c => c.Count > 0)];
}
