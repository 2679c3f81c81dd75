namespace RasterAnalysis.Api.Items;

/// <summary>One band of a raster.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Name">GDAL's description.</param>
/// <param name="PixelType">Sample type, for example U8.</param>
/// <param name="NoData">Value that means "no pixel".</param>
/// <param name="ColorInterpretation">GDAL's word.</param>
internal sealed record BandModel(int Number, string Name, string PixelType, double? NoData, string ColorInterpretation);
