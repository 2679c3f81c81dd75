using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>The answers to queries that are small whatever they find: counts, extents, statistics.</summary>
internal static class LayerSummary
{
    /// <summary>How many features there are.</summary>
    public static JsonObject Count(FeatureService service, LayerQuery query, CancellationToken cancellationToken) =>
        new() { ["count"] = service.Table.CountOf(query.Query, cancellationToken) };

    /// <summary>The rectangle around them; null where there are none.</summary>
    /// <exception cref="Rasters.RasterAccessException">It cannot be projected.</exception>
    public static JsonObject Extent(FeatureService service, LayerQuery query, IRasterRenderer renderer, CancellationToken cancellationToken)
    {
        var answer = new JsonObject();
        if (query.HasCount)
        {
            answer["count"] = service.Table.CountOf(query.Query, cancellationToken);
        }

        var extent = service.Table.ExtentOf(query.Query, cancellationToken);
        if (extent is { } own && service.Table.Reference is { } from && query.Reference is { } to && !EsriSpatialReference.AreSame(from, to))
        {
            extent = renderer.Transform(own, from, to);
        }

        answer["extent"] = extent is { } found ? EsriExtent.ToJson(found, query.Reference) : null;
        return answer;
    }

    /// <summary>Statistics of groups, or different values.</summary>
    public static JsonObject Groups(FeatureService service, LayerQuery query, CancellationToken cancellationToken)
    {
        var limit = query.Query.Limit ?? FeatureService.MaxRecordCount;
        string[] names = [.. query.GroupBy.Select(field => field.Name), .. query.Statistics.Select(statistic => statistic.Name)];
        var rows = service.Table.Summarize(query.Query with { Limit = limit + 1 }, query.GroupBy, query.Statistics, cancellationToken).ToList();
        var answer = new JsonObject
        {
            ["objectIdFieldName"] = FeatureTableDefinition.IdField,
            ["globalIdFieldName"] = "",
            ["fields"] = new JsonArray([.. query.GroupBy.Select(EsriFields.ToJson), .. query.Statistics.Select(EsriFields.ToJson)]),
            ["features"] = new JsonArray([.. rows.Take((int)limit).Select(row => new JsonObject
            {
                ["attributes"] = new JsonObject(names.Zip(row, (name, value) => KeyValuePair.Create(name, ValueOf(value)))),
            })]),
        };
        if (rows.Count > limit)
        {
            answer["exceededTransferLimit"] = true;
        }

        return answer;
    }

    private static JsonNode? ValueOf(FeatureValue value) => value.Type switch
    {
        FeatureFieldType.Integer => JsonValue.Create(value.Integer),
        FeatureFieldType.Real => EsriJson.Number(value.Number),
        FeatureFieldType.Text => JsonValue.Create(value.Text),
        _ => null,
    };
}
