using RasterAnalysis.Rasters;

namespace RasterAnalysis.Accuracy;

/// <summary>Places whose class is known.</summary>
/// <param name="X">East, or longitude.</param>
/// <param name="Y">North, or latitude; as many as <paramref name="X"/>.</param>
/// <param name="Values">Pixel values of their classes.</param>
/// <param name="Reference">Their coordinate system; null for that of the raster.</param>
/// <param name="Unlabelled">Places that were left aside because nothing says of which class they are.</param>
public sealed record ReferencePoints(double[] X, double[] Y, long[] Values, SpatialReference? Reference, int Unlabelled);
