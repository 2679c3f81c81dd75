using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.Json;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>Reads the parameter <c>mosaicRule</c>.</summary>
internal static class MosaicRuleParser
{
    private const string Field = "mosaicRule";
    private const string Prefix = "ESRIMOSAIC";
    private const int MaxIds = 10_000;

    /// <summary>Reads the rule.</summary>
    /// <param name="text">The parameter; null when it is not set.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="InvalidRequestException">It is not understood, or asks for what is not there.</exception>
    public static MosaicRule? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return LenientJson.Parse(text) is JsonObject rule ? Read(new RuleArguments(rule, Field)) : throw new InvalidRequestException(
                Field, "must be a JSON object, for example {\"mosaicMethod\":\"esriMosaicLockRaster\",\"lockRasterIds\":[1]}.");
        }
        catch (FormatException exception)
        {
            throw new InvalidRequestException(Field, exception.Message);
        }
    }

    private static MosaicRule Read(RuleArguments rule)
    {
        var method = MethodOf(rule);
        var locked = Ids(rule, "lockRasterIds");
        if (method == MosaicMethod.LockRaster && locked is not { Count: > 0 })
        {
            throw rule.Refuse("lockRasterIds", "must list the object ids of the rasters.");
        }

        if (rule["itemRenderingRule"] is { } inner && RenderingRuleParser.Parse(inner is JsonValue ? inner.AsText() : inner.ToJsonString()) is not null)
        {
            throw rule.Refuse("itemRenderingRule", "is not supported; give renderingRule beside mosaicRule.");
        }

        var isFirst = (rule["mosaicOperation"].AsText() ?? "MT_FIRST").ToUpperInvariant() switch
        {
            "MT_FIRST" => true,
            "MT_LAST" => false,
            _ => throw rule.Refuse("mosaicOperation", "must be MT_FIRST or MT_LAST; pixels of several rasters are not mixed."),
        };
        var where = rule["where"].AsText()?.Trim();
        return new MosaicRule(method)
        {
            Ids = method == MosaicMethod.LockRaster ? locked : Ids(rule, "fids"),
            Where = string.IsNullOrEmpty(where) ? null : WhereClause.Parse(where, $"{Field}.where"),
            SortField = CatalogFields.Find(rule["sortField"].AsText() ?? CatalogFields.ObjectId)
                ?? throw rule.Refuse("sortField", $"is not known; there are {string.Join(", ", CatalogFields.Names)}."),
            SortValue = rule["sortValue"].AsNumber(),
            IsFirstOnTop = isFirst == rule.Boolean("ascending", unset: true),
        };
    }

    private static MosaicMethod MethodOf(RuleArguments rule)
    {
        var name = (rule["mosaicMethod"].AsText() ?? "None").ToUpperInvariant();
        name = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        return name switch
        {
            "NONE" => MosaicMethod.None,
            "CENTER" => MosaicMethod.Center,
            "NORTHWEST" => MosaicMethod.Northwest,
            "ATTRIBUTE" or "BYATTRIBUTE" => MosaicMethod.Attribute,
            "LOCKRASTER" => MosaicMethod.LockRaster,
            _ => throw rule.Refuse(
                "mosaicMethod",
                "must be esriMosaicNone, esriMosaicCenter, esriMosaicNorthwest, esriMosaicAttribute or esriMosaicLockRaster; there are no viewpoints, nadirs or seamlines here."),
        };
    }

    private static List<int>? Ids(RuleArguments rule, string name)
    {
        if (rule[name] is not { } node || node is JsonArray { Count: 0 })
        {
            return null;
        }

        var ids = (node as JsonArray)?.Take(MaxIds).Select(id => id.AsInt32()).ToList();
        return ids is not null && ids.TrueForAll(id => id is not null)
            ? [.. ids.Select(id => id!.Value)]
            : throw rule.Refuse(name, "must be a list of object ids.");
    }
}
