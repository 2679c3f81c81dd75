using System.Text.RegularExpressions;

namespace RasterAnalysis.Json;

/// <summary>Takes the values out of an address's query and fragment, but for a few parameters that say what is asked for and let nobody in.</summary>
internal static partial class AddressQuery
{
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "f", "format", "service", "request", "version", "layers", "bbox", "size", "width", "height", "crs", "srs", "bboxSR", "imageSR", "outSR",
    };

    /// <summary>Redacts.</summary>
    /// <param name="tail">From the question mark or the number sign on.</param>
    public static string Redact(string tail) => Parameter().Replace(tail, match =>
    {
        var (separator, key, value) = (match.Groups["separator"].Value, match.Groups["key"].Value, match.Groups["value"]);
        return match.Length == separator.Length ? separator
            : !value.Success ? separator + TokenRedaction.Hidden
            : Kept.Contains(key) && Plain().IsMatch(value.Value) ? match.Value
            : $"{separator}{key}={TokenRedaction.Hidden}";
    });

    [GeneratedRegex(@"(?<separator>(?:[?#&]|\\u0026)(?:amp;)?)(?<key>(?:(?!\\u0026)[^=&#?])*)(?:=(?<value>(?:(?!\\u0026)[^&#])*))?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    // nothing behind which another parameter could stand
    [GeneratedRegex(@"^[\w.,:%+\-]{0,200}$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
