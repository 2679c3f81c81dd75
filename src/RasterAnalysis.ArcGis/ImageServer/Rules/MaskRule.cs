using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>
/// The arguments of <c>Mask</c>: <c>NoDataValues</c>, a text of values with blanks between them for each band; <c>IncludedRanges</c>, lowest and highest for each band;
/// <c>NoDataInterpretation</c> 0 (any band) or 1 (all bands).
/// </summary>
internal static class MaskRule
{
    private const int MaxBands = 1000;
    private const int MaxValues = 10_000;
    private const int MatchAny = 0;
    private const int MatchAll = 1;

    /// <summary>Reads them.</summary>
    public static MaskFunction Read(RuleArguments arguments)
    {
        IReadOnlyList<double>[] values = arguments["NoDataValues"] switch
        {
            null => [],
            JsonArray { Count: <= MaxBands } bands when bands.All(band => Values(band) is not null) => [.. bands.Select(band => Values(band)!)],
            JsonValue one when Values(one) is { } found => [found],
            _ => throw arguments.Refuse("NoDataValues", "must be a list with a text for each band: the values that are no pixel, with blanks between them."),
        };
        var interpretation = arguments.Number("NoDataInterpretation", MatchAny);
        return interpretation is MatchAny or MatchAll
            ? new MaskFunction(values, interpretation == MatchAll, Ranges(arguments))
            : throw arguments.Refuse("NoDataInterpretation", "must be 0 (a value in any band) or 1 (a value in all bands).");
    }

    private static double[]? Values(JsonNode? band)
    {
        if (band.AsNumber() is { } one)
        {
            return [one];
        }

        var numbers = band.AsText()?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN).ToArray();
        return numbers is { Length: <= MaxValues } && numbers.All(double.IsFinite) ? numbers : band.AsText() is "" ? [] : null;
    }

    private static ValueRange[] Ranges(RuleArguments arguments)
    {
        var numbers = arguments.Numbers("IncludedRanges", 2 * MaxBands) ?? [];
        var ranges = numbers.Chunk(2).Select(pair => new ValueRange(pair[0], pair[^1])).ToArray();
        return numbers.Count % 2 == 0 && ranges.All(range => range.Max >= range.Min)
            ? ranges
            : throw arguments.Refuse("IncludedRanges", "must be a pair for each band, the lower number first: low, high, low, high.");
    }
}
