using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>The finished raster file of one section.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Window">Where it lies in the output raster, in output pixels.</param>
public sealed record SectionRaster(string Path, PixelWindow Window);
