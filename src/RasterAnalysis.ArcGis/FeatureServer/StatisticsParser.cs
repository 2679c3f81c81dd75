using System.Text.Json.Nodes;
using RasterAnalysis.Features;
using RasterAnalysis.Json;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>Reads <c>outStatistics</c>: <c>[{"statisticType","onStatisticField","outStatisticFieldName"}]</c>.</summary>
internal static class StatisticsParser
{
    private const string Name = "outStatistics";
    private const int Most = 100;

    private static readonly Dictionary<string, StatisticKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["count"] = StatisticKind.Count,
        ["sum"] = StatisticKind.Sum,
        ["min"] = StatisticKind.Minimum,
        ["max"] = StatisticKind.Maximum,
        ["avg"] = StatisticKind.Average,
        ["stddev"] = StatisticKind.StandardDeviation,
        ["var"] = StatisticKind.Variance,
    };

    /// <summary>Reads them.</summary>
    /// <returns>None when there are none, or when there was a fault, which went to <paramref name="faults"/>.</returns>
    public static IReadOnlyList<FeatureStatistic> Parse(string? text, IFeatureTable table, List<RequestError> faults)
    {
        if (text is null)
        {
            return [];
        }

        JsonNode? given = null;
        try
        {
            given = LenientJson.Parse(text);
        }
        catch (FormatException)
        {
            // said below
        }

        if (given is not JsonArray { Count: <= Most } list || list.Any(one => one is not JsonObject))
        {
            faults.Add(new RequestError(Name, $"must be JSON, a list of at most {Most} such as [{{\"statisticType\":\"count\",\"onStatisticField\":\"OBJECTID\",\"outStatisticFieldName\":\"n\"}}]."));
            return [];
        }

        var statistics = new List<FeatureStatistic>();
        foreach (var (number, one) in list.Index())
        {
            Read((JsonObject)one!, $"{Name}[{number}]", table, statistics, faults);
        }

        return statistics;
    }

    private static void Read(JsonObject given, string place, IFeatureTable table, List<FeatureStatistic> statistics, List<RequestError> faults)
    {
        var (type, on) = (given["statisticType"].AsText() ?? "", given["onStatisticField"].AsText() ?? "");
        if (!Kinds.TryGetValue(type, out var kind))
        {
            faults.Add(new RequestError($"{place}.statisticType", $"must be one of {string.Join(", ", Kinds.Keys)}."));
        }
        else if (EsriFields.Find(table, on) is not { } field)
        {
            faults.Add(new RequestError($"{place}.onStatisticField", $"must be one of {string.Join(", ", table.Fields.Select(f => f.Name).Prepend(FeatureTableDefinition.IdField))}."));
        }
        else if (field.Type == FeatureFieldType.Text && kind is not (StatisticKind.Count or StatisticKind.Minimum or StatisticKind.Maximum))
        {
            faults.Add(new RequestError($"{place}.statisticType", $"is {type} of {field.Name}, which holds texts; they have count, min and max."));
        }
        else
        {
            var name = given["outStatisticFieldName"].AsText() is { Length: > 0 } asked ? asked : $"{type.ToLowerInvariant()}_{field.Name}";
            if (statistics.Exists(statistic => statistic.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                faults.Add(new RequestError($"{place}.outStatisticFieldName", $"'{name}' is the name of another statistic already."));
            }

            statistics.Add(new FeatureStatistic(kind, field, name));
        }
    }
}
