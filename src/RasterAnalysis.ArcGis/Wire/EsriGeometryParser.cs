using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Reads the parameters <c>geometry</c> and <c>geometryType</c>.</summary>
internal static class EsriGeometryParser
{
    private const int MaxPoints = 100_000;
    private const string Expected =
        "must be JSON: a point {x,y}, a multipoint {points}, a polyline {paths}, a polygon {rings} or an envelope {xmin,ymin,xmax,ymax}, "
        + "or x,y, or xmin,ymin,xmax,ymax.";

    /// <summary>Reads the geometry. Its own keys say what it is; <c>geometryType</c> need not be given.</summary>
    /// <exception cref="InvalidRequestException">Field <c>geometry</c>: it is none, or too large.</exception>
    public static EsriGeometry? Parse(RequestParameters parameters)
    {
        if (parameters["geometry"] is not { } text)
        {
            return null;
        }

        var geometry = text[0] == '{' ? FromJson(text) : FromNumbers(NumberList.Parse(text));
        return !IsUsable(geometry) ? throw new InvalidRequestException("geometry", Expected)
            : geometry!.Points.Take(MaxPoints + 1).Count() > MaxPoints ? throw new InvalidRequestException("geometry", $"has more than {MaxPoints} points; simplify it.")
            : geometry;
    }

    /// <summary>As <see cref="Parse"/>, but it must be there.</summary>
    public static EsriGeometry Require(RequestParameters parameters) =>
        Parse(parameters) ?? throw new InvalidRequestException("geometry", $"is missing; it {Expected}");

    private static EsriGeometry? FromNumbers(double[] numbers) => numbers switch
    {
        [var x, var y] => new EsriGeometry(EsriGeometryKind.Points, [[(x, y)]], null),
        [var xMin, var yMin, var xMax, var yMax] => Box(xMin, yMin, xMax, yMax),
        _ => null,
    };

    /// <summary>Reads the object form.</summary>
    /// <returns>Null when it is no geometry.</returns>
    public static EsriGeometry? FromJson(JsonObject found)
    {
        var reference = EsriSpatialReference.FromJson(found["spatialReference"]);
        var geometry = found switch
        {
            _ when found.ContainsKey("x") => FromNumbers([Number(found, "x"), Number(found, "y")]),
            _ when found.ContainsKey("xmin") => Box(Number(found, "xmin"), Number(found, "ymin"), Number(found, "xmax"), Number(found, "ymax")),
            _ when found["points"] is JsonArray points => Of(EsriGeometryKind.Points, [Part(points)]),
            _ when found["paths"] is JsonArray paths => Of(EsriGeometryKind.Lines, [.. paths.Select(Part)]),
            _ when found["rings"] is JsonArray rings => Of(EsriGeometryKind.Area, [.. rings.Select(Part)]),
            _ => null,
        };
        return IsUsable(geometry) ? geometry! with { SpatialReference = reference } : null;
    }

    private static bool IsUsable(EsriGeometry? geometry) => geometry is { Parts.Count: > 0 } && geometry.Parts.All(part => part.Count > 0)
        && geometry.Points.All(point => double.IsFinite(point.X) && double.IsFinite(point.Y));

    private static EsriGeometry? FromJson(string text)
    {
        try
        {
            return LenientJson.Parse(text) is JsonObject found ? FromJson(found) : null;
        }
        catch (FormatException exception)
        {
            throw new InvalidRequestException("geometry", exception.Message);
        }
    }

    private static EsriGeometry? Box(double xMin, double yMin, double xMax, double yMax) => xMax > xMin && yMax > yMin
        ? new EsriGeometry(EsriGeometryKind.Area, [[(xMin, yMin), (xMin, yMax), (xMax, yMax), (xMax, yMin)]], null)
        : null;

    private static EsriGeometry? Of(EsriGeometryKind kind, IReadOnlyList<(double, double)>?[] parts) =>
        parts.Any(part => part is null) ? null : new EsriGeometry(kind, [.. parts.Select(part => part!)], null);

    private static List<(double X, double Y)>? Part(JsonNode? node)
    {
        if (node is not JsonArray array || array.Count > MaxPoints)
        {
            return null;
        }

        var part = new List<(double, double)>(array.Count);
        foreach (var point in array)
        {
            if (point is not JsonArray { Count: >= 2 } pair || pair[0].AsNumber() is not { } x || pair[1].AsNumber() is not { } y)
            {
                return null;
            }

            part.Add((x, y));
        }

        return part;
    }

    private static double Number(JsonObject found, string key) => found[key].AsNumber() ?? double.NaN;
}
