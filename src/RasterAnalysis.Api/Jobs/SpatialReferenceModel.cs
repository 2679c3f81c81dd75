using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>A coordinate system, by its id or by its text.</summary>
/// <param name="Wkid">EPSG's or Esri's id, such as 3857.</param>
/// <param name="LatestWkid">A newer id of the same one, which goes first.</param>
/// <param name="Wkt">Well-known text, of 1999 or Esri's.</param>
/// <param name="Wkt2">Well-known text of 2015 or later.</param>
[AlsoTaken(
    "vcsWkid", "latestVcsWkid", "falseX", "falseY", "xyUnits", "falseZ", "zUnits", "falseM", "mUnits", "xyTolerance", "zTolerance", "mTolerance", "isHighPrecision")]
internal sealed record SpatialReferenceModel(int? Wkid, int? LatestWkid, string? Wkt, string? Wkt2);
