using RasterAnalysis.Inference;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>Finds the objects of section after section.</summary>
/// <remarks>Not thread-safe. It calls each reader from a thread of its own, the network from as many as it runs at a time, and the mask from the caller's. Dispose it before them.</remarks>
public sealed class SectionDetector : SectionRunner<DetectedSection>
{
    private readonly DetectionPlan _plan;
    private readonly IPixelMask? _mask;
    private readonly TileObjects _decoder;

    /// <summary>Prepares for a plan.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="readers">Each reads the input on the plan's processing grid; they stay the caller's.</param>
    /// <param name="network">The loaded network; stays the caller's.</param>
    /// <param name="mask">Says which pixels are wanted; null for all. Stays the caller's.</param>
    /// <param name="stepAside">Called on the threads that read and paste once the network is what takes the time, beside which they have little to do; null for nothing.</param>
    public SectionDetector(
        DetectionPlan plan, IReadOnlyList<IRasterReader> readers, INetworkSession network, IPixelMask? mask = null, Action? stepAside = null)
        : base(plan, readers, network, stepAside) =>
        (_plan, _mask, _decoder) = (plan, mask, new TileObjects(plan));

    private protected override ISectionSink SinkOf(PixelWindow section, PixelWindow window) => new SectionObjects(_plan, window, _decoder, WantedPixels.Of(_mask, window));

    private protected override DetectedSection Finish(ISectionSink sink, SectionRun run)
    {
        var found = (SectionObjects)sink;
        return new DetectedSection(found.Objects, found.Counts, run.Read, run.Run);
    }
}
