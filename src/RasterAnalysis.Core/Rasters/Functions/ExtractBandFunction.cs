namespace RasterAnalysis.Rasters.Functions;

/// <summary>Chooses bands (ArcGIS's <c>ExtractBand</c>).</summary>
/// <param name="Bands">1-based, in the order of the result.</param>
public sealed record ExtractBandFunction(IReadOnlyList<int> Bands) : RasterFunction;
