using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Features;

/// <summary>Features that come from elsewhere, brought into the coordinate system of a raster, point by point.</summary>
/// <remarks>One thread at a time.</remarks>
public sealed class FeatureProjection : IDisposable
{
    private readonly RingProjection? _projection;

    private FeatureProjection(RingProjection? projection) => _projection = projection;

    /// <summary>Prepares.</summary>
    /// <param name="from">Coordinate system of the features as well-known text; null for the raster's.</param>
    /// <param name="to">That of the raster; null where it has none.</param>
    /// <param name="field">Field of the request, for the error.</param>
    /// <exception cref="InvalidRequestException">The raster has no coordinate system, and the features have one.</exception>
    public static FeatureProjection Of(string? from, string? to, string field) => from is not null && to is null
        ? throw new InvalidRequestException(
            field, "The raster has no coordinate system, so features in one cannot be laid over it; give them in the raster's own coordinates, as an Esri feature set without spatialReference.")
        : new FeatureProjection(RingProjection.Of(from, to is null ? null : new SpatialReference(null, to)));

    /// <summary>Projects polygons; null where a point cannot be.</summary>
    public PolygonGeometry? Project(PolygonGeometry geometry) => _projection is null ? geometry : _projection.Project(geometry);

    /// <summary>Projects a point; null where it cannot be.</summary>
    public (double X, double Y)? Project(double x, double y) =>
        _projection is null ? (x, y) : _projection.Project(PolygonGeometry.Of([x, y]))?.Parts[0][0] is [var column, var row] ? (column, row) : null;

    /// <inheritdoc/>
    public void Dispose() => _projection?.Dispose();
}
