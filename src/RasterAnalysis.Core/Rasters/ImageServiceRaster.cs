namespace RasterAnalysis.Rasters;

/// <summary>
/// An image service, or one item of it, as a raster: written into the job's folder once, and read by the processing instances. It holds no
/// address and no token.
/// </summary>
/// <param name="Name">Its name for messages.</param>
/// <param name="Role">Which input of the job it is: <c>raster</c>, <c>mask</c>, <c>snap</c>, <c>cell-size</c>.</param>
/// <param name="ItemId">Object id of the mosaic's item that is read by itself; null for the whole service.</param>
/// <param name="Size">Size of its own grid.</param>
/// <param name="Transform">Its own grid, north up.</param>
/// <param name="SpatialReference">Its coordinate system; null when it has none.</param>
/// <param name="BandCount">Bands that every answer must have; null where a rendering rule decides it.</param>
/// <param name="PixelType">Sample type that every answer must have; null where a rendering rule decides it.</param>
/// <param name="PixelTypeWord">The type in the service's own word, for requests; null where a rendering rule decides it.</param>
/// <param name="NoData">The service's NoData values by band, null for none; one for all bands, one for each, or an empty list.</param>
/// <param name="BandNames">Names of the bands; empty, or one for each.</param>
/// <param name="HasColorMap">Whether the values are numbers of a palette.</param>
/// <param name="PageSide">Columns and rows of the pages in which it is read.</param>
/// <param name="Probe">The block that was fetched first, to see what answers look like; it lies in <see cref="ProbeFile"/>.</param>
/// <param name="SentNoData">The NoData value that requests name, because the service has none; null for none.</param>
/// <param name="SendsNoneRule">Whether requests name the rendering rule <c>None</c>, to get stored values.</param>
public sealed record ImageServiceRaster(
    string Name,
    string Role,
    long? ItemId,
    RasterSize Size,
    GeoTransform Transform,
    SpatialReference? SpatialReference,
    int? BandCount,
    PixelType? PixelType,
    string? PixelTypeWord,
    IReadOnlyList<double?> NoData,
    IReadOnlyList<string> BandNames,
    bool HasColorMap,
    int PageSide,
    PixelWindow Probe,
    double? SentNoData,
    bool SendsNoneRule)
{
    /// <summary>What stands for GDAL's driver in the description of an image service.</summary>
    public const string DriverName = "ImageServer";

    /// <summary>Name of the file with the first answer, beside the description.</summary>
    public const string ProbeFile = "probe.tif";

    /// <summary>Name of a page's file, beside the description.</summary>
    /// <param name="page">The page's pixels.</param>
    public static string PageFileName(PixelWindow page) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"page-{page.ColumnOffset}-{page.RowOffset}.tif");
}
