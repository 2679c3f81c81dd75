using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RasterAnalysis.Json;

/// <summary>
/// Takes what lets others in out of what is stored, logged or shown: tokens, signatures of signed addresses, user names and passwords. Of an address only scheme, host, path and the
/// few parameters of <see cref="AddressQuery"/> stay, for nobody can list what clouds call their signatures.
/// </summary>
public static partial class TokenRedaction
{
    internal const string Hidden = "***";

    /// <summary>A copy of an object without them: neither as keys, nor inside addresses, at any depth, nor in JSON inside texts.</summary>
    public static JsonObject Redact(JsonObject document) => (JsonObject)Copy(document, text => IsAddress().IsMatch(text) ? RedactAddress(text) : Redact(text))!;

    /// <summary>A text without those of the addresses and JSON in it. An address ends where the text has a blank, a quotation mark or an angle bracket.</summary>
    public static string Redact(string text) => RedactKnown(AddressIn().Replace(text, match => RedactAddress(match.Value)));

    /// <summary>An address without them; all of the text is one, whatever characters are in it.</summary>
    public static string RedactAddress(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var open = UserPart().Replace(address, $"$1{Hidden}@");
        var query = open.AsSpan().IndexOfAny('?', '#');
        return query < 0 ? open : open[..query] + AddressQuery.Redact(open[query..]);
    }

    /// <summary>
    /// A copy of an object that belongs to a client and is given back to it: only what goes by the name of a token or a signature is taken out, since other parameters of addresses
    /// in it are the client's own.
    /// </summary>
    public static JsonObject RedactKnown(JsonObject document) => (JsonObject)Copy(document, RedactKnown)!;

    private static string RedactKnown(string text) => KnownKey().Replace(KnownQuery().Replace(text, $"$1{Hidden}"), $"$1\"{Hidden}\"");

    private static JsonNode? Copy(JsonNode? node, Func<string, string> redact) => node switch
    {
        JsonObject found => new JsonObject(found.Select(pair => KeyValuePair.Create(pair.Key, IsKnownKey().IsMatch(pair.Key) ? Hidden : Copy(pair.Value, redact)))),
        JsonArray array => new JsonArray([.. array.Select(entry => Copy(entry, redact))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => redact(value.GetValue<string>()),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@"^\s*[a-z][a-z0-9+.\-]*:\\?/\\?/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsAddress();

    // also as JSON writes it inside of texts, with \/ and \u0026; a quotation mark written so ends it too
    [GeneratedRegex(@"[a-z][a-z0-9+.\-]*:\\?/\\?/(?:[^\s""'<>\\]|\\/|\\u00(?!22|27|3c|3e)[0-9a-f]{2})+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AddressIn();

    [GeneratedRegex(@"^(\s*[a-z][a-z0-9+.\-]*:\\?/\\?/)[^/?#\\]*@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserPart();

    [GeneratedRegex(
        """([?&](?:token|access_token|sig|signature|api[-_]?key|subscription-key|password|key-pair-id|awsaccesskeyid|x-(?:amz|goog)-(?:signature|credential|security-token))=)[^&\s"']*""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KnownQuery();

    [GeneratedRegex("^(?:(?:service|access|refresh)?_?token|api_?key|password|(?:client_?)?secret|secret_?key|sas_?token)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IsKnownKey();

    // also with single quotes or none, as LenientJson takes it
    [GeneratedRegex("""((?<![\w])["']?(?:token|serviceToken)["']?\s*:\s*)("[^"]*"|'[^']*')""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KnownKey();
}
