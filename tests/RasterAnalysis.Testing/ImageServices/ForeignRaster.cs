namespace RasterAnalysis.Testing.ImageServices;

/// <summary>A raster of a <see cref="ForeignImageServer"/>, in EPSG:32633: a formula and a place.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bands">Bands.</param>
/// <param name="Sample">Value by band, row and column, each from 0.</param>
/// <param name="Is16Bit">U16 rather than U8.</param>
/// <param name="Cell">Cell size in metres.</param>
/// <param name="Left">x of the upper left corner.</param>
/// <param name="Top">y of the upper left corner.</param>
/// <param name="NoData">NoData value, which the raster's answers say in GDAL's tag and its description in <c>noDataValue</c>; null for none.</param>
public sealed record ForeignRaster(
    int Width, int Height, int Bands, Func<int, int, int, int> Sample, bool Is16Bit = false, double Cell = 10, double Left = 500000, double Top = 5000000,
    int? NoData = null);
