using RasterAnalysis.Rasters;

namespace RasterAnalysis.Api.Items;

/// <summary>What a raster is.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bands">Bands in order.</param>
/// <param name="GeoTransform">GDAL's six coefficients.</param>
/// <param name="Extent">xmin, ymin, xmax, ymax in map units.</param>
/// <param name="SpatialReference">Name of the coordinate system; null when it has none.</param>
/// <param name="Wkid">Id of the coordinate system; null when it has none.</param>
internal sealed record RasterModel(
    int Width, int Height, IReadOnlyList<BandModel> Bands, IReadOnlyList<double> GeoTransform, IReadOnlyList<double> Extent, string? SpatialReference, int? Wkid)
{
    public static RasterModel From(RasterInfo info) => new(
        info.Grid.Size.Width, info.Grid.Size.Height,
        [.. info.Bands.Select(band => new BandModel(band.Number, band.Name, band.PixelType.ToString(), band.NoData is { } v && double.IsFinite(v) ? v : null, band.ColorInterpretation))],
        info.Grid.Transform.ToArray(),
        [info.Extent.XMin, info.Extent.YMin, info.Extent.XMax, info.Extent.YMax],
        info.HasControlAlone ? null : info.SpatialReferenceName, info.HasControlAlone ? null : info.Wkid);
}
