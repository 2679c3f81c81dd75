using RasterAnalysis.Models;

namespace RasterAnalysis.Rasters.Rendering;

/// <summary>A picture of what a model makes of one tile of a raster.</summary>
/// <param name="ModelPath">Folder of the unpacked package.</param>
/// <param name="ModelArguments">Arguments by name.</param>
/// <param name="Extent">Area around whose middle the tile lies, and which it does not leave; null for the raster.</param>
/// <param name="ExtentSpatialReference">Coordinate system of the extent; null for the raster's.</param>
public sealed record ModelPreviewRequest(string ModelPath, GivenArguments ModelArguments, Extent? Extent, SpatialReference? ExtentSpatialReference)
{
    /// <summary>Pixels on each side of the picture at the most.</summary>
    public const int MostPixels = 512;
}
