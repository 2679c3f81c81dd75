using System.Text.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Json;

namespace RasterAnalysis.Requests;

/// <summary>Reads the forms of <c>inputRaster</c>, <c>model</c> and <c>snapRaster</c> (<c>docs/reference/arcgis-rest-behaviour.md#naming-a-raster-or-a-model</c>).</summary>
internal static class SourceReferenceParser
{
    private const int MaxRuleLength = 65_536;
    private static readonly string[] Plural = ["itemIds", "urls", "uris", "folderId", "byref"];

    /// <summary>Reads one reference; faults go to the reader.</summary>
    /// <returns>Null when there was a fault.</returns>
    public static SourceReference? Parse(RequestReader reader, string name, JsonNode node, bool takesInline = false)
    {
        if (node is JsonValue value && value.GetValueKind() == JsonValueKind.String && !LooksLikeJson(value.GetValue<string>()))
        {
            return FromText(value.GetValue<string>().Trim());
        }

        if (reader.Object(name, node) is not { } source)
        {
            return null;
        }

        if (takesInline && source.Any(pair => pair.Key.Equals("ModelType", StringComparison.OrdinalIgnoreCase)))
        {
            return new SourceReference(SourceKind.Inline, source.ToJsonString());
        }

        return FromObject(reader.Into(source, name), reader, name, source);
    }

    private static SourceReference? FromObject(RequestReader inner, RequestReader reader, string name, JsonObject source)
    {
        if (Plural.FirstOrDefault(plural => inner.Node(plural) is not null) is { } plural)
        {
            reader.Refuse(name, $"takes one raster; '{plural}' belongs to tools for image collections. Publish the rasters as one imagery layer.");
            return null;
        }

        RefuseFunction(inner);
        if (FromKeys(inner, source) is not { } reference)
        {
            reader.Refuse(name, "must have one of itemId, url or uri, for example {\"itemId\":\"0123456789abcdef0123456789abcdef\"}.");
            return null;
        }

        var isUrl = reference.Kind == SourceKind.Url;
        return reference with
        {
            RenderingRule = Rule(inner, "renderingRule", isUrl),
            MosaicRule = Rule(inner, "mosaicRule", isUrl),
            ServiceToken = isUrl ? inner.Node("serviceToken", "token").AsText() : null,
            Stac = StacChoiceParser.Parse(inner, isUrl),
        };
    }

    private static SourceReference? FromKeys(RequestReader inner, JsonObject source)
    {
        if (ItemId(inner, source) is { } itemId)
        {
            return new SourceReference(SourceKind.Item, itemId);
        }

        if ((inner.Node("url") ?? ServiceUrl(source)).AsText() is { } url)
        {
            return new SourceReference(SourceKind.Url, url.Trim());
        }

        return inner.Node("uri").AsText() is { } uri ? FromText(uri.Trim()) : null;
    }

    /// <summary>A chain of functions that is asked for and left out would give a wrong map, so it is refused.</summary>
    private static void RefuseFunction(RequestReader inner)
    {
        if (inner.Node("function") is { } node && !IsNone(node))
        {
            inner.Refuse("function", "is not supported for inputs; leave it out to classify the raster's own values.");
        }
    }

    /// <summary>A rule for an image service, as JSON text; null when there is none, or when there was a fault.</summary>
    private static string? Rule(RequestReader inner, string name, bool isUrl)
    {
        if (inner.Node(name) is not { } node || inner.Object(name, node) is not { } rule || IsNone(rule))
        {
            return null;
        }

        var text = rule.ToJsonString();
        if (!isUrl)
        {
            inner.Refuse(name, "is only for image services that are named by url; leave it out to classify the raster's own values.");
        }
        else if (text.Length > MaxRuleLength)
        {
            inner.Refuse(name, $"has {text.Length} characters; {MaxRuleLength} are the most.");
        }

        return text;
    }

    private static bool IsNone(JsonNode node) =>
        node is JsonObject rule && rule["rasterFunction"].AsText()?.Equals("None", StringComparison.OrdinalIgnoreCase) == true;

    private static string? ItemId(RequestReader inner, JsonObject source) =>
        (inner.Node("itemId") ?? (source["itemProperties"] as JsonObject)?["itemId"]).AsText()?.Trim() is { Length: > 0 } id ? id : null;

    private static JsonNode? ServiceUrl(JsonObject source) => (source["serviceProperties"] as JsonObject)?["serviceUrl"];

    private static SourceReference FromText(string text) => new(
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? SourceKind.Url
            : IsItemId(text) ? SourceKind.Item
            : SourceKind.Uri,
        text);

    // clients put a bare text under uri, and users paste ids; no path of a raster store looks like this
    private static bool IsItemId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigit);

    private static bool LooksLikeJson(string text) => text.AsSpan().TrimStart() is ['{' or '[' or '"', ..];
}
