using System.Globalization;
using System.Text.RegularExpressions;

namespace RasterAnalysis.Stac;

/// <summary>How bands are called: <c>B4</c>, <c>B04</c> and <c>OLI_B4</c> are one, and so are <c>NearInfrared</c> and the common name <c>nir</c>.</summary>
internal static partial class StacBandNames
{
    private static readonly Dictionary<string, string> Common = new(StringComparer.Ordinal)
    {
        ["nearinfrared"] = "nir",
        ["nearinfrared1"] = "nir",
        ["nir1"] = "nir",
        ["narrownir"] = "nir08",
        ["coastalaerosol"] = "coastal",
        ["coastalblue"] = "coastal",
        ["shortwaveinfrared1"] = "swir16",
        ["shortwaveinfrared2"] = "swir22",
        ["swir1"] = "swir16",
        ["swir2"] = "swir22",
        ["panchromatic"] = "pan",
    };

    /// <summary>Whether two names are the same but for case and marks.</summary>
    public static bool IsSame(string? a, string b) => a is not null && Plain(a) == Plain(b);

    /// <summary>Whether two names mean the same band.</summary>
    public static bool MeanSame(string? a, string b) => a is not null && Meaning(a) == Meaning(b);

    /// <summary>Whether one is the near infrared and the other its narrow kind, which takes its place where a sensor has only that one (Landsat 8).</summary>
    public static bool AreNearInfrared(string? a, string b) => a is not null && Meaning(a) is ("nir" or "nir08") && Meaning(b) is ("nir" or "nir08");

    private static string Meaning(string name)
    {
        var plain = Plain(name);
        return Common.TryGetValue(plain, out var common) ? common
            : Numbered().Match(plain) is { Success: true } match ? string.Create(CultureInfo.InvariantCulture, $"b{match.Groups[1].Value.TrimStart('0')}")
            : plain;
    }

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    [GeneratedRegex("^(?:oli|tirs|etm|tm|msi|sr|st)?b(?:and)?0*([0-9]{1,2}a?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
