namespace RasterAnalysis.Rasters;

/// <summary>Statistics of the valid pixels of one band, in stored units.</summary>
public sealed record BandStatistics(double Min, double Max, double Mean, double StandardDeviation);
