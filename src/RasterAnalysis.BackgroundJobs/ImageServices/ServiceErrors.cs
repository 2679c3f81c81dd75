using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Json;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>Reads the ways in which image services say no: HTTP statuses, and the error envelope that comes with HTTP 200.</summary>
internal static partial class ServiceErrors
{
    private const int MaxWords = 200;

    /// <summary>What an HTTP status means; null for success.</summary>
    public static ServiceFault? OfStatus(HttpStatusCode status, string shown) => (int)status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => new ServiceFault(ServiceFaultKind.Refused, $"{shown} answered {(int)status}; redirects are not followed, give the final address."),
        401 or 403 => new ServiceFault(ServiceFaultKind.Refused, $"{shown} answered {(int)status}: it needs a token that allows reading, as ?token=… in the url or as serviceToken beside it."),
        408 or 429 => new ServiceFault(ServiceFaultKind.Unreachable, $"{shown} answered {(int)status}: it has too much to do."),
        413 or 414 => new ServiceFault(ServiceFaultKind.TooLarge, $"{shown} answered {(int)status}: the request is too large for it."),
        >= 500 => new ServiceFault(ServiceFaultKind.ServerError, $"{shown} answered {(int)status}."),
        _ => new ServiceFault(ServiceFaultKind.Refused, $"{shown} answered {(int)status}; check the address."),
    };

    /// <summary>What an error envelope means; null when the document is none.</summary>
    /// <param name="document">The answer.</param>
    /// <param name="shown">The address for messages.</param>
    /// <param name="secret">The token, which the service may repeat; null for none.</param>
    public static ServiceFault? OfEnvelope(JsonObject document, string shown, string? secret)
    {
        if (document["error"] is not JsonObject error)
        {
            return null;
        }

        var code = error["code"].AsInt32() ?? 0;
        var details = (error["details"] as JsonArray ?? []).Select(detail => detail.AsText()).OfType<string>();
        var words = Clean(string.Join(" ", [error["message"].AsText() ?? "", .. details]), secret);
        return code switch
        {
            498 => new ServiceFault(ServiceFaultKind.Refused, $"{shown} does not take the token (error 498): it is wrong or has expired. {words}"),
            499 => new ServiceFault(ServiceFaultKind.Refused, $"{shown} needs a token (error 499): give it as ?token=… in the url or as serviceToken beside it. {words}"),
            401 or 403 => new ServiceFault(ServiceFaultKind.Refused, $"{shown} does not allow reading (error {code}). {words}"),
            413 => new ServiceFault(ServiceFaultKind.TooLarge, $"{shown} refuses (error 413): {words}"),
            >= 500 => new ServiceFault(ServiceFaultKind.ServerError, $"{shown} failed (error {code}): {words}"),
            _ when SaysTooLarge().IsMatch(words) => new ServiceFault(ServiceFaultKind.TooLarge, $"{shown} refuses (error {code}): {words}"),
            _ => new ServiceFault(ServiceFaultKind.Refused, $"{shown} refuses (error {code}): {words}"),
        };
    }

    /// <summary>A stranger's words for a message: short, on one line, without tokens.</summary>
    public static string Clean(string words, string? secret)
    {
        var text = secret is { Length: > 0 }
            ? words.Replace(secret, "***", StringComparison.OrdinalIgnoreCase).Replace(Uri.EscapeDataString(secret), "***", StringComparison.OrdinalIgnoreCase)
            : words;
        text = new string([.. TokenRedaction.Redact(text).Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return text.Length <= MaxWords ? text : text[..MaxWords] + "…";
    }

    [GeneratedRegex(@"\b(size|width|height|large|larger|exceeds?|exceeded|maximum|too big|limit)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SaysTooLarge();
}
