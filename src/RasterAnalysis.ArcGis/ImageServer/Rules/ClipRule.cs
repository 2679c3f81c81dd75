using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>The arguments of <c>Clip</c>: <c>ClippingGeometry</c>, a polygon or an envelope, and <c>ClippingType</c> 1 (what is outside goes) or 2 (what is inside goes).</summary>
internal static class ClipRule
{
    private const int MaxPoints = 10_000;
    private const int Outside = 1;
    private const int Inside = 2;

    /// <summary>Reads them. Without a geometry nothing is taken out.</summary>
    public static ClipFunction Read(RuleArguments arguments)
    {
        var type = arguments.Number("ClippingType", Outside);
        if (type is not (Outside or Inside))
        {
            throw arguments.Refuse("ClippingType", "must be 1 (what is outside is taken out) or 2 (what is inside).");
        }

        var given = arguments["ClippingGeometry"] ?? arguments["Extent"];
        if (given is null)
        {
            return new ClipFunction([], null, KeepsInside: true);
        }

        var geometry = given is JsonObject found ? EsriGeometryParser.FromJson(found) : null;
        return geometry is { Kind: EsriGeometryKind.Area } && geometry.Points.Take(MaxPoints + 1).Count() <= MaxPoints
            ? new ClipFunction(
                [.. geometry.Parts.Select(ring => (double[])[.. ring.SelectMany(point => (double[])[point.X, point.Y])])], geometry.SpatialReference, type == Outside)
            : throw arguments.Refuse("ClippingGeometry", $"must be a polygon {{rings}} or an envelope {{xmin,ymin,xmax,ymax}}, of at most {MaxPoints} points.");
    }
}
