using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RasterAnalysis.Json;

/// <summary>Takes tokens out of what is stored, logged or shown: ArcGIS clients append them to addresses.</summary>
public static partial class TokenRedaction
{
    private const string Hidden = "***";

    /// <summary>A copy of an object without tokens: neither as keys, nor inside addresses, at any depth, nor in JSON inside texts.</summary>
    public static JsonObject Redact(JsonObject document) => (JsonObject)Copy(document)!;

    /// <summary>A text without the tokens of the addresses and JSON in it.</summary>
    public static string Redact(string text) =>
        TokenKey().Replace(TokenQuery().Replace(text, $"$1{Hidden}"), $"$1\"{Hidden}\"");

    private static JsonNode? Copy(JsonNode? node) => node switch
    {
        JsonObject found => new JsonObject(found.Select(pair => KeyValuePair.Create(pair.Key, IsToken(pair.Key) ? Hidden : Copy(pair.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Copy)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Redact(value.GetValue<string>()),
        _ => node?.DeepClone(),
    };

    private static bool IsToken(string key) =>
        key.Equals("token", StringComparison.OrdinalIgnoreCase) || key.Equals("serviceToken", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""([?&](?:token|access_token|sig|signature)=)[^&\s"']*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TokenQuery();

    // also with single quotes or none, as LenientJson takes it
    [GeneratedRegex("""((?<![\w])["']?(?:token|serviceToken)["']?\s*:\s*)("[^"]*"|'[^']*')""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TokenKey();
}
