namespace RasterAnalysis.Features;

/// <summary>A feature that somebody gives to a tool: polygons, or a point, or neither.</summary>
/// <param name="Id">Its number where it comes from.</param>
/// <param name="Parts">Polygons as <see cref="PolygonGeometry.Parts"/>; null for none.</param>
/// <param name="Point">x and y; null for none.</param>
/// <param name="Name">What it is called; null for nothing.</param>
public sealed record InputFeature(long Id, IReadOnlyList<IReadOnlyList<double[]>>? Parts, double[]? Point, string? Name = null)
{
    /// <summary>Its polygons; null for none.</summary>
    public PolygonGeometry? Polygons => Parts is null ? null : new PolygonGeometry(Parts);
}
