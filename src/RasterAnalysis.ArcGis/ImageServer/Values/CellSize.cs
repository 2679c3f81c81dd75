using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Json;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>The parameter <c>pixelSize</c>: a number, two numbers, or a point as JSON.</summary>
internal static class CellSize
{
    /// <summary>Reads it. Cells smaller than the raster's own would only repeat its pixels, so they are not made.</summary>
    /// <exception cref="InvalidRequestException">It is no size.</exception>
    public static (double X, double Y) Parse(string? text, ImageService service)
    {
        if (text is null)
        {
            return service.CellSize;
        }

        var numbers = text[0] == '{' ? FromJson(text) : NumberList.Parse(text);
        return numbers is [> 0, ..] && numbers.Length <= 2 && numbers[^1] > 0
            ? (Math.Max(numbers[0], service.CellSize.X), Math.Max(numbers[^1], service.CellSize.Y))
            : throw new InvalidRequestException("pixelSize", "must be a size in map units, for example 10 or {\"x\":10,\"y\":10}.");
    }

    private static double[] FromJson(string text)
    {
        try
        {
            return LenientJson.Parse(text) is JsonObject found ? [found["x"].AsNumber() ?? 0, found["y"].AsNumber() ?? 0] : [];
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
