using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>Points as ArcGIS writes them.</summary>
internal static class PointJson
{
    /// <summary>The point with its coordinate system.</summary>
    public static JsonObject Of((double X, double Y) point, SpatialReference? reference) =>
        new() { ["x"] = point.X, ["y"] = point.Y, ["spatialReference"] = EsriSpatialReference.ToJson(reference) };
}
