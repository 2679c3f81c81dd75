using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Turns the mask of a request into pixels of the processing grid.</summary>
/// <remarks>Thread-safe.</remarks>
public static class MaskPlanner
{
    /// <summary>Projects polygons, with densified edges.</summary>
    /// <param name="mask">The polygons.</param>
    /// <param name="grid">The processing grid.</param>
    /// <returns>Rings in pixels of the grid: column and row in turn.</returns>
    /// <exception cref="InvalidRequestException">Field <c>context.mask</c>: they cannot be projected onto the raster.</exception>
    public static MaskSpec Plan(MaskPolygons mask, RasterGrid grid)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(grid);
        var wkt = mask.SpatialReference is { } reference ? SpatialReferences.ToWkt(reference, "context.mask") : grid.Wkt;
        if (wkt is not null && grid.Wkt is null)
        {
            throw new InvalidRequestException("context.mask", "The raster has no coordinate system, so a mask in one cannot be laid over it; give its rings in the raster's own coordinates, as an Esri polygon without spatialReference.");
        }

        using var layer = new GridPolygons(wkt, grid);
        IReadOnlyList<IReadOnlyList<double>>[] polygons =
        [
            .. mask.Polygons.SelectMany(polygon => layer.Lay(polygon) ?? throw new InvalidRequestException(
                "context.mask", $"Its polygons cannot be projected to {SpatialReferences.NameOf(grid.Wkt!)}; check their spatialReference (GeoJSON is longitude, latitude).")),
        ];
        return polygons.Length > 0 ? new MaskSpec(null, polygons) : throw new InvalidRequestException(
            "context.mask", $"None of its polygons touches the raster, which covers {grid.Transform.ExtentOf(grid.Size)} (xmin, ymin, xmax, ymax){(grid.Wkt is { } own ? $" in {SpatialReferences.NameOf(own)}" : "")}.");
    }
}
