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
        [.. info.Bands.Select(band => new BandModel(
            band.Number, band.Name, band.PixelType.ToString(), band.NoData is { } v && double.IsFinite(v) ? v : null, band.ColorInterpretation, band.Scale, band.Offset, band.Unit))],
        info.Grid.Transform.ToArray(),
        [info.Extent.XMin, info.Extent.YMin, info.Extent.XMax, info.Extent.YMax],
        info.HasControlAlone ? null : info.SpatialReferenceName, info.HasControlAlone ? null : info.Wkid);
}

/// <summary>One band of a raster.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Name">GDAL's description; of files of several variables the variable, with the date, height or other step of the band.</param>
/// <param name="PixelType">Sample type, for example U8.</param>
/// <param name="NoData">Value that means "no pixel".</param>
/// <param name="ColorInterpretation">GDAL's word.</param>
/// <param name="Scale">Stored values times this, plus the offset, are the physical ones; 1 where the file says nothing. Networks are fed the stored values.</param>
/// <param name="Offset">See scale; 0 where the file says nothing.</param>
/// <param name="Unit">What the physical values are in, in the file's words; empty where it says nothing.</param>
internal sealed record BandModel(int Number, string Name, string PixelType, double? NoData, string ColorInterpretation, double Scale, double Offset, string Unit);
