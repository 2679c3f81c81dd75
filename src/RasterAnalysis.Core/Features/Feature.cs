namespace RasterAnalysis.Features;

/// <summary>A row of a feature table.</summary>
/// <param name="Id">Its number in the table, from 1.</param>
/// <param name="Geometry">Its polygons; null where they were not asked for.</param>
/// <param name="Values">Its values, in the order of the fields that were asked for.</param>
public sealed record Feature(long Id, PolygonGeometry? Geometry, IReadOnlyList<FeatureValue> Values);
