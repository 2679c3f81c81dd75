namespace RasterAnalysis.Rasters.Sampling;

/// <summary>Statistics and histogram of the valid pixels of one band, in stored units.</summary>
/// <param name="Min">Lowest value.</param>
/// <param name="Max">Highest value.</param>
/// <param name="Mean">Mean.</param>
/// <param name="StandardDeviation">Of the whole population, not of a sample.</param>
/// <param name="Median">Value of the pixel in the middle; from the histogram, so exact where a bin holds one value only.</param>
/// <param name="Mode">Middle of the bin with most pixels, the lowest of several.</param>
/// <param name="Count">Pixels that were counted.</param>
/// <param name="Histogram">The histogram.</param>
public sealed record BandSummary(
    double Min, double Max, double Mean, double StandardDeviation, double Median, double Mode, long Count, BandHistogram Histogram);
