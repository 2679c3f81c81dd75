using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Writes a virtual raster of the finished sections of a job, for pictures.</summary>
public interface IPartialRasterWriter
{
    /// <summary>Writes it.</summary>
    /// <param name="path">The <c>.vrt</c>; appears complete or not at all, and replaces an earlier one.</param>
    /// <param name="grid">Grid of the whole output.</param>
    /// <param name="profile">Pixel type, NoData and classes of the output.</param>
    /// <param name="sections">The finished sections.</param>
    /// <returns>What the virtual raster is.</returns>
    /// <exception cref="RasterAccessException">It cannot be written.</exception>
    RasterInfo Write(string path, RasterGrid grid, ClassifiedRasterProfile profile, IReadOnlyList<SectionRaster> sections);
}
