using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>Colour ramps as ArcGIS clients write them, laid over the levels 0 to 255.</summary>
internal static class ColorRamp
{
    /// <summary>What is taken.</summary>
    public const string Expected =
        "must be {\"type\":\"algorithmic\",\"fromColor\":[r,g,b],\"toColor\":[r,g,b]}, or {\"type\":\"multipart\",\"colorRamps\":[…]} of such.";

    private const int Levels = 256;
    private const int MaxParts = 255;

    /// <summary>Reads a ramp. Colours run in red, green and blue, whatever <c>algorithm</c> says.</summary>
    /// <returns>Null when it is none.</returns>
    public static IReadOnlyList<ColormapEntry>? Read(JsonObject ramp)
    {
        IReadOnlyList<JsonNode?> parts = ramp["colorRamps"] is JsonArray several ? [.. several] : [ramp];
        var ends = parts.Select(part => (From: Color((part as JsonObject)?["fromColor"]), To: Color((part as JsonObject)?["toColor"]))).ToArray();
        if (ends.Length is 0 or > MaxParts || ends.Any(end => end.From is null || end.To is null))
        {
            return null;
        }

        return [.. Enumerable.Range(0, Levels).Select(level =>
        {
            var place = level / (Levels - 1.0) * ends.Length;
            var part = Math.Min((int)place, ends.Length - 1);
            return Entry(level, ends[part].From!.Value, ends[part].To!.Value, place - part);
        })];
    }

    /// <summary>From one colour to another.</summary>
    public static IReadOnlyList<ColormapEntry> Between((int Red, int Green, int Blue) from, (int Red, int Green, int Blue) to) =>
        [.. Enumerable.Range(0, Levels).Select(level => Entry(level, from, to, level / (Levels - 1.0)))];

    private static ColormapEntry Entry(int level, (int Red, int Green, int Blue) from, (int Red, int Green, int Blue) to, double share)
    {
        byte Part(int low, int high) => (byte)Math.Floor(low + ((high - low) * share) + 0.5);
        return new ColormapEntry(level, Part(from.Red, to.Red), Part(from.Green, to.Green), Part(from.Blue, to.Blue));
    }

    private static (int Red, int Green, int Blue)? Color(JsonNode? node) =>
        node.AsNumbers() is { Count: 3 or 4 } color && color.All(part => part is >= 0 and <= 255) ? ((int)color[0], (int)color[1], (int)color[2]) : null;
}
