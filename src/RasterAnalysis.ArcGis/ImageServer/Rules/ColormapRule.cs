using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>The arguments of <c>Colormap</c>: a <c>Colormap</c> of values and colours, or a <c>ColorRamp</c> over the levels 0 to 255; from black to white when there is neither.</summary>
internal static class ColormapRule
{
    // clients add rows at both ends of 16 bits
    private const int MaxRows = 70_000;

    /// <summary>Reads them.</summary>
    public static ColormapFunction Read(RuleArguments arguments)
    {
        if (arguments["Colormap"] is { } rows)
        {
            return new ColormapFunction(rows is JsonArray { Count: <= MaxRows } table && table.All(row => Row(row) is not null)
                ? [.. table.Select(row => Row(row)!.Value)]
                : throw arguments.Refuse("Colormap", $"must be a list of at most {MaxRows} rows [value, red, green, blue], colours from 0 to 255."));
        }

        if (arguments["ColorRamp"] is JsonObject ramp)
        {
            return new ColormapFunction(ColorRamp.Read(ramp) ?? throw arguments.Refuse("ColorRamp", ColorRamp.Expected));
        }

        var name = (arguments["ColorrampName"] ?? arguments["ColorRamp"] ?? arguments["ColormapName"]).AsText();
        return name?.ToUpperInvariant() switch
        {
            null or "GRAY" or "BLACK TO WHITE" => new ColormapFunction(ColorRamp.Between((0, 0, 0), (255, 255, 255))),
            "WHITE TO BLACK" => new ColormapFunction(ColorRamp.Between((255, 255, 255), (0, 0, 0))),
            _ => throw arguments.Refuse("ColorrampName", $"'{name}' is not known here, only Black to White, White to Black and Gray; give the colours as ColorRamp."),
        };
    }

    private static ColormapEntry? Row(JsonNode? row)
    {
        var numbers = row.AsNumbers();
        return numbers is [var value, ..] && numbers.Skip(1).ToArray() is var color && color.Length is 3 or 4 && Math.Abs(value) < 1e15 && color.All(part => part is >= 0 and <= 255)
            ? new ColormapEntry((long)Math.Floor(value + 0.5), (byte)color[0], (byte)color[1], (byte)color[2], color.Length == 3 || color[3] > 0)
            : null;
    }
}
