using System.Text.Json.Nodes;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.Requests;

/// <summary>Reads where a result goes: a name, or an object of <c>serviceProperties</c> and <c>itemProperties</c>.</summary>
internal static class OutputRequestParser
{
    /// <summary>Reads it, and <c>outputName</c>, <c>folder</c> and <c>outputStore</c> beside it; faults go to the reader.</summary>
    /// <param name="reader">The request.</param>
    /// <param name="field">The tool's parameter.</param>
    /// <param name="misspellings">Other names under which clients send it.</param>
    public static OutputRequest Parse(RequestReader reader, string field, params ReadOnlySpan<string> misspellings)
    {
        var node = reader.Node([field, .. misspellings]);
        var name = field == "outputName" ? null : reader.Text("outputName");
        var folder = reader.Text("folder", "folderId");
        var store = reader.Text("outputStore");
        if (node is null)
        {
            return new OutputRequest(field, Check(reader, "outputName", name), null, null, folder ?? "", store);
        }

        if (node.AsText() is { } text && text.AsSpan().TrimStart() is not ['{', ..])
        {
            return new OutputRequest(field, Check(reader, field, text), null, null, folder ?? "", store);
        }

        if (reader.Object(field, node) is not { } found)
        {
            return new OutputRequest(field, null, null, null, Store: store);
        }

        var service = found["serviceProperties"] as JsonObject;
        var properties = found["itemProperties"] as JsonObject;
        var url = (found["url"] ?? service?["serviceUrl"]).AsText();
        name ??= (service?["name"] ?? found["name"]).AsText() ?? NameFromUrl(url);
        if (found["uri"].AsText() is { } uri && CloudStorePath.TryParse(uri) is not null)
        {
            store ??= uri;
        }
        else if (found["uri"] is not null)
        {
            reader.Refuse(
                $"{field}.uri",
                "is not supported but for a path in a cloud store, /cloudStores/<name>/<path>, to which a copy is written; results are published as image services. Give {\"serviceProperties\":{\"name\":\"LandCover\"}}.");
        }

        var itemId = (properties?["itemId"] ?? found["itemId"]).AsText()?.Trim();
        return new OutputRequest(
            field, Check(reader, field, name), string.IsNullOrEmpty(itemId) ? null : itemId, url?.Trim(), folder ?? properties?["folderId"].AsText() ?? "", store);
    }

    private static string? Check(RequestReader reader, string field, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        if (name.Length <= ServiceNames.MaxLength && ServiceNames.FromTitle(name).Length > 0)
        {
            return name.Trim();
        }

        reader.Refuse(field, $"must have at most {ServiceNames.MaxLength} characters, with letters or digits among them.");
        return null;
    }

    private static string? NameFromUrl(string? url)
    {
        var parts = url?.Split('?')[0].TrimEnd('/').Split('/') ?? [];
        return parts is [.., var name, var last] && last.Equals("ImageServer", StringComparison.OrdinalIgnoreCase) ? name : null;
    }
}
