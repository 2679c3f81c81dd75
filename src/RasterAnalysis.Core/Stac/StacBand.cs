namespace RasterAnalysis.Stac;

/// <summary>A band of an asset, by <c>bands</c> of STAC 1.1, or <c>eo:bands</c> and <c>raster:bands</c> of 1.0.</summary>
/// <param name="Name">Its name; null for none.</param>
/// <param name="CommonName">Its common name; null for none.</param>
/// <param name="NoData">The value that means "no pixel"; may be NaN or infinite; null for none.</param>
/// <param name="Scale">Finite and not 0; null where it is not said.</param>
/// <param name="Offset">Finite; null where it is not said.</param>
public sealed record StacBand(string? Name, string? CommonName, double? NoData, double? Scale, double? Offset);
