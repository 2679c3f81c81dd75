using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.BackgroundJobs.ImageServices;
using RasterAnalysis.Features;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.FeatureServices;

/// <summary>
/// Fetches the features of a layer on another server: what it is, the numbers of its features, and then these by their numbers, page by page, which every such server can do and which none is lost or
/// doubled by where the layer is edited meanwhile.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class FeatureServiceIntake(ServiceHttp http)
{
    private const int MostOfPage = 500;
    private const int MostFeatures = 1_000_000;

    /// <summary>Fetches them into a file of the job.</summary>
    /// <param name="address">The layer; its query may have a token.</param>
    /// <param name="where">A condition; null for all.</param>
    /// <param name="path">The file; it appears complete or not at all.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Features in it.</returns>
    /// <exception cref="RasterAccessException">The layer cannot be read; the text says why, without the token.</exception>
    public async Task<long> TakeAsync(Uri address, string? where, string path, CancellationToken cancellationToken)
    {
        var client = new ImageServiceClient(http, new Uri(address.GetLeftPart(UriPartial.Path)), TokenOf(address));
        var layer = await client.GetJsonAsync("", [], cancellationToken);
        var idField = IdFieldOf(layer, client.Shown);
        RefuseOther(layer, client.Shown);
        var ids = await IdsAsync(client, where, cancellationToken);
        if (ids.Count > MostFeatures)
        {
            throw new RasterAccessException($"{client.Shown} has {ids.Count} features, and {MostFeatures} are the most that a job may have; classify them in parts, by inputFeatures.filter.");
        }

        var size = Math.Clamp(layer["maxRecordCount"].AsInt32() ?? MostOfPage, 1, MostOfPage);
        var count = 0L;
        InputFeatureFile? file = null;
        try
        {
            for (var from = 0; from < ids.Count; from += size)
            {
                var page = ids.GetRange(from, Math.Min(size, ids.Count - from));
                while (page.Count > 0)
                {
                    var answer = await client.GetJsonAsync("query", PageOf(page, idField), cancellationToken);
                    file ??= new InputFeatureFile(path, ReferenceOf(answer, layer));
                    var got = Write(file, answer, idField, client.Shown);
                    count += got.Count;

                    // a server may send fewer than it was asked for; what it does not send at all was deleted meanwhile
                    page = answer["exceededTransferLimit"].AsBoolean() == true && got.Count > 0 ? [.. page.Except(got)] : [];
                }
            }

            file ??= new InputFeatureFile(path, ReferenceOf(layer, layer));
            file.Complete();
            return count;
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static KeyValuePair<string, string>[] PageOf(IEnumerable<long> ids, string idField) =>
    [
        new("objectIds", string.Join(',', ids)), new("outFields", idField), new("returnGeometry", "true"), new("returnZ", "false"), new("returnM", "false"),
    ];

    private static async Task<List<long>> IdsAsync(ImageServiceClient client, string? where, CancellationToken cancellationToken)
    {
        var answer = await client.GetJsonAsync("query", [new("where", where ?? "1=1"), new("returnIdsOnly", "true")], cancellationToken);
        if (answer["objectIds"] is not { } list)
        {
            // ArcGIS's answer where it finds nothing
            return answer.ContainsKey("objectIds") ? [] : throw Odd(client.Shown, "no list of objectIds");
        }

        var ids = (list as JsonArray)?.Select(id => id.AsInteger()).ToArray();
        return ids is not null && Array.TrueForAll(ids, id => id is not null) ? [.. ids.Select(id => id!.Value).Distinct().Order()] : throw Odd(client.Shown, "objectIds that are no whole numbers");
    }

    private static List<long> Write(InputFeatureFile file, JsonObject answer, string idField, string shown)
    {
        if (answer["features"] is not JsonArray features)
        {
            throw Odd(shown, "no list of features");
        }

        var ids = new List<long>(features.Count);
        foreach (var (place, one) in features.Index())
        {
            var (feature, fault) = InputFeatureParser.Esri(one, place + 1, idField);
            file.Append(feature ?? throw new RasterAccessException(string.Create(CultureInfo.InvariantCulture, $"{shown} answered with a feature (number {place + 1} of a page) that {fault}")));
            ids.Add(feature.Id);
        }

        return ids;
    }

    private static void RefuseOther(JsonObject layer, string shown)
    {
        var geometry = layer["geometryType"].AsText();
        if (geometry is not ("esriGeometryPolygon" or "esriGeometryPoint"))
        {
            throw new RasterAccessException(geometry is null
                ? $"{shown} is no layer of a feature service: it names no geometryType. Its address ends in /FeatureServer/ and the layer's number."
                : $"{shown} has features of type {ServiceErrors.Clean(geometry, null)}; polygons or points are needed.");
        }
    }

    private static string IdFieldOf(JsonObject layer, string shown) =>
        layer["objectIdField"].AsText() ?? (layer["fields"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(field => field["type"].AsText() == "esriFieldTypeOID")?["name"].AsText()
        ?? throw new RasterAccessException($"{shown} names no field with numbers of its features (objectIdField), by which they are fetched. Its address ends in /FeatureServer/ and the layer's number.");

    /// <summary>In which the answer is; the layer's own where that does not say it.</summary>
    private static SpatialReference? ReferenceOf(JsonObject answer, JsonObject layer)
    {
        var found = (answer["spatialReference"] ?? (layer["extent"] as JsonObject)?["spatialReference"]) as JsonObject;
        return (found?["latestWkid"] ?? found?["wkid"]).AsInt32() is > 0 and var wkid ? new SpatialReference(wkid, null)
            : (found?["wkt2"] ?? found?["wkt"]).AsText() is { Length: > 0 } wkt ? new SpatialReference(null, wkt) : null;
    }

    private static string? TokenOf(Uri address) => address.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2 && pair[0].Equals("token", StringComparison.OrdinalIgnoreCase)).Select(pair => Uri.UnescapeDataString(pair[1].Replace('+', ' '))).FirstOrDefault();

    private static RasterAccessException Odd(string shown, string what) => new($"{shown} answered a query with {what}; check that the address is that of a layer of a feature service.");
}
