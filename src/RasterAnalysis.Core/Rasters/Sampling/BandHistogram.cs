namespace RasterAnalysis.Rasters.Sampling;

/// <summary>How many pixels lie in each of some bins of the same width.</summary>
/// <param name="Min">Lower end of the first bin, in stored units.</param>
/// <param name="Max">Upper end of the last bin.</param>
/// <param name="Counts">Pixels of each bin, from the lowest.</param>
public sealed record BandHistogram(double Min, double Max, IReadOnlyList<long> Counts);
