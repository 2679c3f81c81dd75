using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>The sections of a smoothed class raster, and what became of it.</summary>
/// <param name="Sections">They cover the raster.</param>
/// <param name="Counts">Pixels of each value that occurs, NoData left out.</param>
/// <param name="ChangedPixels">Pixels with another value than before.</param>
/// <param name="SmallPatches">Patches below the minimum mapping unit before; null where GDAL's own sieve or none was used.</param>
/// <param name="LeftPatches">Those of them that stayed, since NoData alone surrounds them; null as before.</param>
public sealed record SmoothedSections(IReadOnlyList<SectionRaster> Sections, IReadOnlyList<ClassCount> Counts, long ChangedPixels, long? SmallPatches, long? LeftPatches)
{
    /// <summary>Ground of each class; null where it is not known.</summary>
    public SectionAreas? Areas { get; init; }
}
