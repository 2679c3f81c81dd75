using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace RasterAnalysis.Testing;

/// <summary>Another server on loopback with one layer of polygons, as the ArcGIS contract has it, written for itself.</summary>
public sealed class ForeignFeatureServer : IDisposable
{
    private readonly LoopbackServer _server;
    private readonly IReadOnlyList<JsonObject> _features;
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>Starts to listen on a free port.</summary>
    /// <param name="features">Features of an Esri feature set; their attribute <c>FID</c> is their number.</param>
    public ForeignFeatureServer(IReadOnlyList<JsonObject> features)
    {
        _features = features;
        _server = new LoopbackServer(context => Answer(context.Response, AnswerOf(context.Request)));
        Layer = new Uri(_server.Address, "arcgis/rest/services/Houses/FeatureServer/3");
    }

    /// <summary>Address of the layer.</summary>
    public Uri Layer { get; }

    /// <summary>The token that every request must carry; null for none.</summary>
    public string? Token { get; set; }

    /// <summary>Its type of geometry.</summary>
    public string GeometryType { get; set; } = "esriGeometryPolygon";

    /// <summary>Most features of an answer; fewer than it says of itself.</summary>
    public int MostOfAnswer { get; set; } = 40;

    /// <summary>Paths and queries of all requests.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private JsonObject AnswerOf(HttpListenerRequest request)
    {
        _requests.Enqueue(request.Url!.PathAndQuery);
        using var reader = new StreamReader(request.InputStream);
        var query = HttpUtility.ParseQueryString(request.HttpMethod == "POST" ? reader.ReadToEnd() : request.Url.Query);
        if (Token is not null && query["token"] != Token)
        {
            return Error(499, "Token Required");
        }

        return request.Url.AbsolutePath.EndsWith("/3", StringComparison.Ordinal) ? new JsonObject
        {
            ["id"] = 3, ["name"] = "Houses", ["type"] = "Feature Layer", ["geometryType"] = GeometryType, ["objectIdField"] = "FID", ["maxRecordCount"] = 100,
            ["extent"] = new JsonObject { ["spatialReference"] = Utm() },
        }
        : !request.Url.AbsolutePath.EndsWith("/3/query", StringComparison.Ordinal) ? Error(400, "Invalid URL")
        : query["returnIdsOnly"] == "true" ? new JsonObject
        {
            ["objectIdFieldName"] = "FID",
            ["objectIds"] = new JsonArray([.. _features.Select(IdOf).Where(id => query["where"] != "FID<=10" || id <= 10).Select(id => (JsonNode)id).Reverse()]),
        }
        : Page([.. query["objectIds"]!.Split(',').Select(long.Parse)]);
    }

    private JsonObject Page(long[] ids)
    {
        var found = _features.Where(feature => ids.Contains(IdOf(feature))).ToList();
        return new JsonObject
        {
            ["objectIdFieldName"] = "FID", ["geometryType"] = GeometryType, ["spatialReference"] = Utm(),
            ["exceededTransferLimit"] = found.Count > MostOfAnswer,
            ["features"] = new JsonArray([.. found.Take(MostOfAnswer).Select(feature => feature.DeepClone())]),
        };
    }

    private static long IdOf(JsonObject feature) => (long)feature["attributes"]!["FID"]!;

    private static JsonObject Utm() => new() { ["wkid"] = 32633, ["latestWkid"] = 32633 };

    private static JsonObject Error(int code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["details"] = new JsonArray() } };

    private static void Answer(HttpListenerResponse response, JsonObject json)
    {
        var bytes = Encoding.UTF8.GetBytes(json.ToJsonString());
        (response.ContentType, response.ContentLength64) = ("application/json", bytes.Length);
        response.OutputStream.Write(bytes);
    }
}
