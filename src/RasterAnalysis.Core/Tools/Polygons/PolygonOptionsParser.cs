using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Polygons;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.Polygons;

/// <summary>Reads the parameters that only requests for polygons have, as ArcGIS clients send them and as the native API has them.</summary>
public static class PolygonOptionsParser
{
    private const int MostClasses = 1000;
    private const string Simplify = "simplify";
    private const string SimplifyOfArcGis = "simplifyLinesOrPolygons";

    /// <summary>Reads them; faults go to the reader.</summary>
    internal static PolygonOptions Read(RequestReader reader)
    {
        RequireOneOf(reader, ["outputType"], "polygon", "must be Polygon; points and lines are not made here.");
        RequireOneOf(reader, ["field", "valueField"], "value", "must be Value, the class of each pixel.");
        return Options(reader);
    }

    /// <summary>Reads what a request says of the polygons themselves.</summary>
    /// <exception cref="InvalidRequestException">One or more values cannot be taken; carries all the faults.</exception>
    public static PolygonOptions ParseOptions(JsonObject parameters)
    {
        var reader = new RequestReader(parameters);
        var options = Options(reader);
        return reader.Errors.Count > 0 ? throw new InvalidRequestException(reader.Errors) : options;
    }

    private static PolygonOptions Options(RequestReader reader) => new(MinimumArea(reader), SimplifyOf(reader), Classes(reader));

    private static double MinimumArea(RequestReader reader)
    {
        if (reader.Node("minimumArea") is not { } node)
        {
            return 0;
        }

        if (node.AsNumber() is { } area and >= 0)
        {
            return area;
        }

        reader.Refuse("minimumArea", "must be a number of square metres from 0; smaller polygons are left out.");
        return 0;
    }

    private static double SimplifyOf(RequestReader reader)
    {
        var field = reader.Node(Simplify) is null ? SimplifyOfArcGis : Simplify;
        if (reader.Node(Simplify, SimplifyOfArcGis) is not { } node)
        {
            return 0;
        }

        // a number that comes as a text may be meant as true or false
        if (node.AsNumber() is { } pixels && (field == Simplify || node.AsBoolean() is null))
        {
            if (pixels is >= 0 and <= PolygonOptions.MostSimplify)
            {
                return pixels;
            }
        }
        else if (node.AsBoolean() is { } isOn)
        {
            return isOn ? 1 : 0;
        }

        reader.Refuse(field, $"must be true, false, or the pixels by which edges may be moved, from 0 to {PolygonOptions.MostSimplify:0}; true is 1.");
        return 0;
    }

    private static string[]? Classes(RequestReader reader)
    {
        if (reader.Node("classes") is not { } node)
        {
            return null;
        }

        // clients of forms write lists as texts
        JsonNode?[] entries;
        try
        {
            entries = node is JsonArray array ? [.. array]
                : node.AsText() is { } text && text.TrimStart().StartsWith('[') && LenientJson.Parse(text) is JsonArray parsed ? [.. parsed]
                : [.. (node.AsText() ?? "").Split(',', StringSplitOptions.TrimEntries).Select(name => (JsonNode)name)];
        }
        catch (FormatException exception)
        {
            reader.Refuse("classes", exception.Message);
            return null;
        }

        var names = entries.Select(entry => entry is JsonValue ? entry.AsText()?.Trim() : null).ToArray();
        if (names.Length is > 0 and <= MostClasses && names.All(name => name is { Length: > 0 }))
        {
            return names!;
        }

        reader.Refuse("classes", $"must be a list of 1 to {MostClasses} names or values of classes, for example [\"Forest\", 3].");
        return null;
    }

    private static void RequireOneOf(RequestReader reader, string[] names, string only, string message)
    {
        if (reader.Text(names) is { } text && !text.Trim().Equals(only, StringComparison.OrdinalIgnoreCase))
        {
            reader.Refuse(names[0], message);
        }
    }
}
