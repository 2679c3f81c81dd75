using System.Text.RegularExpressions;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>The parameter <c>callback</c> of clients that load JSON as a script.</summary>
internal static partial class JsonpCallback
{
    /// <summary>Checks the name, which becomes code in the client's page.</summary>
    /// <returns>The name; null when there is none.</returns>
    /// <exception cref="InvalidRequestException">It is no plain name.</exception>
    public static string? Parse(string? callback) =>
        callback is null || PlainName().IsMatch(callback)
            ? callback
            : throw new InvalidRequestException(
                "callback", "must be a name of at most 100 characters: a letter, _ or $, then letters, digits, _, $, dots and square brackets.");

    [GeneratedRegex(@"\A[A-Za-z_$][A-Za-z0-9_$.\[\]]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
