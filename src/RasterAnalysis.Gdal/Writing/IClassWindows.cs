using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Writing;

// Windows of a class raster as codes. Not thread-safe; what was returned holds until the next call.
internal interface IClassWindows : IDisposable
{
    // RasterAccessException: it cannot be read, or has values that are no classes.
    Span<ushort> Read(PixelWindow window);
}
