using RasterAnalysis.Rasters;

namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>What a Python raster function is told of the raster that it works on (<c>raster_info</c>).</summary>
/// <param name="Columns">Columns of the processing grid.</param>
/// <param name="Rows">Rows of the processing grid.</param>
/// <param name="Bands">Bands that it is given.</param>
/// <param name="PixelType">A type that holds the samples of all of them.</param>
/// <param name="NoData">The value that means "no pixel"; null when there is none.</param>
/// <param name="Transform">Pixel corners to map coordinates.</param>
/// <param name="Wkid">Id of the coordinate system; null when it has none.</param>
public sealed record FunctionRaster(int Columns, int Rows, int Bands, PixelType PixelType, double? NoData, GeoTransform Transform, int? Wkid)
{
    /// <summary>The rectangle around a window, in map units.</summary>
    public Extent ExtentOf(PixelWindow window) =>
        Transform.Offset(window.ColumnOffset, window.RowOffset).ExtentOf(new RasterSize(window.Width, window.Height));
}
