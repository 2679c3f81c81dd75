namespace RasterAnalysis.Stac;

/// <summary>An asset that is read.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Bands">Its bands as far as the item describes them, with the names that they have in the raster.</param>
public sealed record PickedAsset(StacAsset Asset, IReadOnlyList<StacBand> Bands);
