namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>How the labels of a quantised network differ from those of the network as it is, in a sample.</summary>
/// <param name="Pixels">Pixels of the sample.</param>
/// <param name="Differing">Those whose label differs.</param>
/// <param name="Undecided">Of these, those whose two best classes were within 0.1 of each other in probability; null where the network tells no probabilities.</param>
public sealed record PrecisionReport(long Pixels, long Differing, long? Undecided)
{
    /// <summary>Per cent of the labels that differ; 0 for an empty sample.</summary>
    public double PerCent => Pixels == 0 ? 0 : 100.0 * Differing / Pixels;
}
