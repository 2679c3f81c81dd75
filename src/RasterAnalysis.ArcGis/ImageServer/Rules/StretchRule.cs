using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>
/// The arguments of <c>Stretch</c>: <c>StretchType</c>, <c>Min</c>, <c>Max</c> (of the result), <c>Statistics</c>, <c>DRA</c>, <c>UseGamma</c>,
/// <c>Gamma</c>, <c>NumberOfStandardDeviations</c>, <c>MinPercent</c>, <c>MaxPercent</c>, <c>SigmoidStrengthLevel</c>.
/// </summary>
internal static class StretchRule
{
    private const int MaxBands = 1000;

    /// <summary>Reads them.</summary>
    public static StretchFunction Read(RuleArguments arguments)
    {
        var type = TypeOf(arguments);
        var (low, high) = (arguments.Number("MinPercent", 0.25, 0, 100), arguments.Number("MaxPercent", 0.5, 0, 100));
        if (low + high >= 100)
        {
            throw arguments.Refuse("MinPercent", "and MaxPercent together must be less than 100.");
        }

        return new StretchFunction(type)
        {
            OutputMin = arguments.Number("Min", 0, 0, 255),
            OutputMax = arguments.Number("Max", 255, 0, 255),
            StandardDeviations = arguments.Number("NumberOfStandardDeviations", 2, 0, 1000),
            MinPercent = low,
            MaxPercent = high,
            SigmoidStrength = (int)arguments.Number("SigmoidStrengthLevel", 2, 1, 6),
            Gamma = GammaOf(arguments),
            Statistics = StatisticsOf(arguments),
            UsesViewStatistics = arguments.Boolean("DRA", unset: false),
        };
    }

    private static StretchType TypeOf(RuleArguments arguments)
    {
        var number = arguments.Number("StretchType", (int)StretchType.StandardDeviation);
        return Enum.GetValues<StretchType>().FirstOrDefault(type => (int)type == number, (StretchType)(-1)) is var found && Enum.IsDefined(found)
            ? found
            : throw arguments.Refuse(
                "StretchType", "must be 0 (none), 3 (standard deviation), 4 (histogram equalization), 5 (minimum and maximum), 6 (percent clip) or 9 (sigmoid).");
    }

    private static IReadOnlyList<double>? GammaOf(RuleArguments arguments)
    {
        var gamma = arguments.Numbers("Gamma", MaxBands);
        return gamma?.All(value => value is > 0 and <= 1000) == false ? throw arguments.Refuse("Gamma", "must be numbers greater than 0.")
            : arguments.Boolean("UseGamma", unset: gamma is not null) ? gamma
            : null;
    }

    private static List<BandStatistics>? StatisticsOf(RuleArguments arguments)
    {
        if (arguments["Statistics"] is not { } node || node is JsonArray { Count: 0 })
        {
            return null;
        }

        var statistics = (node as JsonArray)?.Take(MaxBands).Select(StatisticsOf).ToList();
        return statistics is not null && statistics.TrueForAll(band => band is not null)
            ? [.. statistics.Select(band => band!)]
            : throw arguments.Refuse("Statistics", "must have a list of minimum, maximum, mean and standard deviation for each band.");
    }

    private static BandStatistics? StatisticsOf(JsonNode? node)
    {
        var numbers = node is JsonObject found
            ? [found["min"].AsNumber(), found["max"].AsNumber(), (found["mean"] ?? found["avg"]).AsNumber(), (found["standardDeviation"] ?? found["stddev"]).AsNumber()]
            : node.AsNumbers()?.Select(number => (double?)number).ToArray();
        return numbers is [{ } min, { } max, .. var rest] && max >= min
            ? new BandStatistics(min, max, rest.FirstOrDefault() ?? ((min + max) / 2), Math.Max(0, rest.ElementAtOrDefault(1) ?? ((max - min) / 4)))
            : null;
    }
}
