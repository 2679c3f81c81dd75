using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>How JSON is written here: keys as they are, addresses and letters readable.</summary>
internal static class EsriJson
{
    // The content type says JSON and forbids sniffing, so & and < need no escapes; pages are encoded by HtmlPage.
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    /// <summary>Writes a document.</summary>
    public static string Write(JsonNode document, bool indented = false) => document.ToJsonString(indented ? Indented : Compact);

    /// <summary>A number, or null for one that JSON cannot hold (NaN, infinity).</summary>
    public static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;

    /// <summary>A list of numbers.</summary>
    public static JsonArray Numbers(IEnumerable<double?> values) => new([.. values.Select(Number)]);

    /// <summary>A list of texts.</summary>
    public static JsonArray Texts(params IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
