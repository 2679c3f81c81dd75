namespace RasterAnalysis.Rasters.Functions;

/// <summary>Puts other values in place of ranges of values (ArcGIS's <c>Remap</c>).</summary>
/// <param name="Ranges">The first that contains a value counts.</param>
/// <param name="KeepsUnmatched">Whether a value in none of them stays as it is; otherwise it is no pixel.</param>
public sealed record RemapFunction(IReadOnlyList<RemapRange> Ranges, bool KeepsUnmatched) : RasterFunction;
