using RasterAnalysis.Inference;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>Finds the objects of section after section.</summary>
/// <remarks>Not thread-safe. It calls each reader from a thread of its own, the network from as many as it runs at a time, and the mask from the caller's. Dispose it before them.</remarks>
public sealed class SectionDetector : IDisposable
{
    private readonly DetectionPlan _plan;
    private readonly IPixelMask? _mask;
    private readonly TileObjects _decoder;
    private readonly SectionRunner<SectionObjects> _runner;

    /// <summary>Prepares for a plan.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="readers">Each reads the input on the plan's processing grid; they stay the caller's.</param>
    /// <param name="network">The loaded network; stays the caller's.</param>
    /// <param name="mask">Says which pixels are wanted; null for all. Stays the caller's.</param>
    /// <param name="onHelperThread">Called first on the threads that read and paste, which have little to do; null for nothing.</param>
    public SectionDetector(
        DetectionPlan plan, IReadOnlyList<IRasterReader> readers, INetworkSession network, IPixelMask? mask = null, Action? onHelperThread = null)
    {
        (_plan, _mask, _decoder) = (plan, mask, new TileObjects(plan));
        _runner = new SectionRunner<SectionObjects>(plan, readers, network, Begin, onHelperThread);
    }

    /// <summary>Finds the objects of one section.</summary>
    /// <param name="section">Window in output pixels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each run of the network, one call at a time.</param>
    /// <param name="cancellationToken">Looked at before each run.</param>
    /// <param name="next">What is begun ahead; null for nothing.</param>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    /// <exception cref="InferenceException">The network fails.</exception>
    public DetectedSection Detect(PixelWindow section, Action<double>? progress, CancellationToken cancellationToken, NextSection? next = null)
    {
        var run = _runner.Run(section, progress, cancellationToken, next);
        return new DetectedSection(run.Sink.Objects, run.Sink.Counts, run.Read, run.Run);
    }

    /// <summary>Waits until nothing is read and nothing runs any more.</summary>
    public void Dispose() => _runner.Dispose();

    private SectionObjects Begin(PixelWindow section)
    {
        var window = _plan.InGrid(section);
        return new SectionObjects(_plan, window, _decoder, WantedPixels.Of(_mask, window));
    }
}
