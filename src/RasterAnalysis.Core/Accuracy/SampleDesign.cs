namespace RasterAnalysis.Accuracy;

/// <summary>Which places are to be looked at.</summary>
/// <param name="Points">Places altogether, shared out by the classes' pixels; null where <paramref name="PointsPerClass"/> is given.</param>
/// <param name="PointsPerClass">Places of each class.</param>
/// <param name="MinimumPerClass">Places that each class gets at least.</param>
/// <param name="Seed">Decides which pixels are drawn: the same of the same raster gives the same places.</param>
/// <param name="IsInRasterSystem">Whether coordinates are those of the raster, not longitude and latitude.</param>
public sealed record SampleDesign(int? Points, int? PointsPerClass, int MinimumPerClass, long Seed, bool IsInRasterSystem)
{
    /// <summary>Places that are drawn at most.</summary>
    public const int MostPoints = 50_000;
}
