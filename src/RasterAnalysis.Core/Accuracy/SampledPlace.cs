namespace RasterAnalysis.Accuracy;

/// <summary>A pixel that was drawn.</summary>
/// <param name="Value">Its value.</param>
/// <param name="X">East of its centre, or longitude.</param>
/// <param name="Y">North of its centre, or latitude.</param>
/// <param name="Order">The random number that it was drawn by: of a class the lowest are taken, of several rasters too.</param>
public sealed record SampledPlace(long Value, double X, double Y, ulong Order);
