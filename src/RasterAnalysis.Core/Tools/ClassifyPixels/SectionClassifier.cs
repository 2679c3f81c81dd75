using RasterAnalysis.Inference;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Classifies section after section.</summary>
/// <remarks>
/// Not thread-safe: it owns its buffers, which it uses again for the section after the next. It calls each reader from a thread of its own, the network from as many as it
/// runs at a time, and the mask from the caller's. Dispose it before them.
/// </remarks>
public sealed class SectionClassifier : SectionRunner<ClassifiedSection>
{
    private readonly ClassificationPlan _plan;
    private readonly IPixelMask? _mask;
    private readonly TileDecoder _decoder;
    private readonly PooledBuffer<byte>[] _canvases = [new(), new()];
    private readonly IReadOnlyList<long> _values;
    private int _canvas;

    /// <summary>Prepares the buffers for a plan.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="readers">Each reads the input on the plan's processing grid; they stay the caller's.</param>
    /// <param name="network">The loaded network; stays the caller's.</param>
    /// <param name="mask">Says which pixels are wanted; null for all. Stays the caller's.</param>
    /// <param name="stepAside">Called on the threads that read and paste once the network is what takes the time, beside which they have little to do; null for nothing.</param>
    public SectionClassifier(
        ClassificationPlan plan, IReadOnlyList<IRasterReader> readers, INetworkSession network, IPixelMask? mask = null, Action? stepAside = null)
        : base(plan, readers, network, stepAside)
    {
        _plan = plan;
        _mask = mask;
        _decoder = new TileDecoder(plan);

        // what is uncertain comes behind the channels
        _values = plan.Measures?.Uncertain is { Value: var uncertain } ? [.. plan.Channels.Values, uncertain] : plan.Channels.Values;
    }

    private protected override ISectionSink SinkOf(PixelWindow section, PixelWindow window)
    {
        var wanted = WantedPixels.Of(_mask, window);
        _canvas = 1 - _canvas;
        return new SectionCanvas(section, _plan.Output, _values, _decoder, wanted, _canvases[_canvas], _plan.Measures?.Measures.Count ?? 0);
    }

    private protected override ClassifiedSection Finish(ISectionSink sink, SectionRun run)
    {
        var canvas = (SectionCanvas)sink;
        return new ClassifiedSection(canvas.Pixels, new SectionOutcome(CountsOf(canvas), canvas.InvalidCount) { NonFinite = run.NonFinite }, run.Read, run.Run) { Measures = canvas.Measures };
    }

    private protected override void Close() => Array.ForEach(_canvases, canvas => canvas.Dispose());

    private ClassCount[] CountsOf(SectionCanvas canvas) =>
        [.. canvas.Counts.Select((count, channel) => new ClassCount(_values[channel], count)).Where(c => c.Count > 0)];
}
