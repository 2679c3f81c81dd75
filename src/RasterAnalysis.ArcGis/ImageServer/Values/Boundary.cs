using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>The operation <c>queryBoundary</c>: the outline of a raster, of a mosaic the rectangle around its rasters, and the area inside in square metres.</summary>
internal static class Boundary
{
    // a straight side of the raster is a curve in other coordinate systems
    private const int PointsOfSide = 64;
    private static readonly SpatialReference Wgs84 = new(4326, null);

    /// <summary>The JSON: <c>shape</c>, a polygon in <c>outSR</c>, and <c>area</c>; null for a raster that lies nowhere.</summary>
    /// <exception cref="InvalidRequestException"><c>outSR</c> is not understood, or the outline cannot be projected to it.</exception>
    public static JsonObject ToJson(ImageService service, RequestParameters parameters, IRasterRenderer renderer)
    {
        var faults = new List<RequestError>();
        var wanted = EsriSpatialReference.Parse(parameters["outSR"], "outSR", faults);
        if (faults.Count > 0)
        {
            throw new InvalidRequestException(faults);
        }

        var own = service.SpatialReference;
        var corners = Corners(service);
        var isOwn = own is null || wanted is null || EsriSpatialReference.AreSame(own, wanted);
        var shape = isOwn ? corners : Project(WithPointsBetween(corners), own!, wanted!, renderer);
        return new JsonObject
        {
            ["shape"] = new JsonObject
            {
                ["rings"] = new JsonArray(new JsonArray([.. shape.Append(shape[0]).Select(point => new JsonArray(point.X, point.Y))])),
                ["spatialReference"] = EsriSpatialReference.ToJson(isOwn ? own : wanted),
            },
            ["area"] = own is null ? null : AreaOf(WithPointsBetween(corners), own, renderer),
        };
    }

    // clockwise, as ArcGIS writes outer rings
    private static (double X, double Y)[] Corners(ImageService service)
    {
        var (transform, size) = (service.Raster.Grid.Transform, service.Raster.Grid.Size);
        (double X, double Y)[] corners = [transform.Apply(0, 0), transform.Apply(size.Width, 0), transform.Apply(size.Width, size.Height), transform.Apply(0, size.Height)];
        var twiceArea = corners.Zip([.. corners[1..], corners[0]], (one, next) => (one.X * next.Y) - (next.X * one.Y)).Sum();
        return twiceArea > 0 ? [.. corners.Reverse()] : corners;
    }

    private static (double X, double Y)[] WithPointsBetween((double X, double Y)[] corners) =>
    [
        .. corners.Zip([.. corners[1..], corners[0]]).SelectMany(side => Enumerable.Range(0, PointsOfSide).Select(step => (double)step / PointsOfSide)
            .Select(part => (side.First.X + (part * (side.Second.X - side.First.X)), side.First.Y + (part * (side.Second.Y - side.First.Y))))),
    ];

    private static double? AreaOf((double X, double Y)[] outline, SpatialReference own, IRasterRenderer renderer)
    {
        try
        {
            return EllipsoidArea.Of(EsriSpatialReference.AreSame(own, Wgs84) ? outline : renderer.Transform(outline, own, Wgs84));
        }
        catch (RasterAccessException)
        {
            return null; // a raster that lies nowhere on Earth has an outline none the less
        }
    }

    private static IReadOnlyList<(double X, double Y)> Project((double X, double Y)[] points, SpatialReference from, SpatialReference to, IRasterRenderer renderer)
    {
        try
        {
            return renderer.Transform(points, from, to);
        }
        catch (RasterAccessException exception)
        {
            throw new InvalidRequestException("outSR", exception.Message);
        }
    }
}
