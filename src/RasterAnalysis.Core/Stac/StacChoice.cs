namespace RasterAnalysis.Stac;

/// <summary>What a request says of a STAC item beside its address.</summary>
/// <param name="Assets">Keys of assets, or names of their bands, in the order of the raster's bands; null to have them chosen.</param>
/// <param name="AreStored">Whether values are those that are stored rather than scaled.</param>
public sealed record StacChoice(IReadOnlyList<string>? Assets, bool AreStored);
