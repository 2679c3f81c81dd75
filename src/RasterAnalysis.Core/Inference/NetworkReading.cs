using RasterAnalysis.Locality;

namespace RasterAnalysis.Inference;

/// <summary>What one trial showed: a shape that the network takes, and how what it gave is read.</summary>
/// <param name="Shape">What it was run on.</param>
/// <param name="Facts">What the graph says at this shape; null when it is not known.</param>
/// <param name="Axes">How one tile's output lies.</param>
/// <param name="Geometry">How it lies over the tile.</param>
/// <param name="Values">The output; a copy.</param>
/// <param name="Warnings">What was guessed.</param>
internal sealed record NetworkReading(
    TrialShape Shape, LocalityFacts? Facts, OutputAxes Axes, OutputGeometry Geometry, float[] Values, IReadOnlyList<string> Warnings)
{
    /// <summary>Elements of the last of the tiles.</summary>
    public ReadOnlySpan<float> LastTile => Values.AsSpan((int)(Axes.Count * (Shape.Batch - 1)));

    /// <summary>
    /// Whether another size of tile is read alike. A size that is written into the network shows in what comes back, or only in the graph: then what a pixel depends on changes with
    /// the tile.
    /// </summary>
    public bool IsLike(NetworkReading other) =>
        (Axes.Layout, Axes.Channels, Geometry.Crop, Geometry.Stride) == (other.Axes.Layout, other.Axes.Channels, other.Geometry.Crop, other.Geometry.Stride)
        && (Geometry.Locality is not { IsLocal: true } own || other.Geometry.Locality is not { IsLocal: true } others || (own.Stride, own.Radius) == (others.Stride, others.Radius));
}
