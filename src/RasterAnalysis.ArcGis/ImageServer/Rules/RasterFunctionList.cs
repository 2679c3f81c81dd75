using System.Text.Json.Nodes;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>
/// The functions that a rendering rule may name. Clients offer the list to users and ask for each by its name alone, in <c>identify</c> for all of them at once, so each works without
/// arguments too.
/// </summary>
internal static class RasterFunctionList
{
    private const string OneBandAlone = "Colormap";

    private static readonly (string Name, string Description, string Arguments)[] All =
    [
        ("None", "The values as they are stored.", ""),
        ("Clip", "Pixels inside or outside an area.", "ClippingGeometry, ClippingType"),
        (OneBandAlone, "Colours for values; from black to white when none are given.", "Colormap, ColorRamp, ColorrampName"),
        ("ExtractBand", "Chosen bands; the first when none is given.", "BandIDs"),
        ("Mask", "Pixels whose values are not taken out.", "NoDataValues, IncludedRanges, NoDataInterpretation"),
        ("Remap", "Other values in place of ranges of values.", "InputRanges, OutputValues, NoDataRanges, AllowUnmatched"),
        (
            "Stretch", "Levels from 0 to 255; by two standard deviations when nothing else is said.",
            "StretchType, Min, Max, Statistics, DRA, UseGamma, Gamma, NumberOfStandardDeviations, MinPercent, MaxPercent, SigmoidStrengthLevel"),
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(function => function.Name);

    /// <summary>The list of <c>rasterFunctionInfos</c>: what works on a service.</summary>
    public static JsonArray ToJson(ImageService service) =>
    [
        .. All.Where(function => function.Name != OneBandAlone || service.Raster.Bands.Count == 1).Select(function => new JsonObject
        {
            ["name"] = function.Name,
            ["description"] = function.Description,
            ["help"] = function.Arguments.Length > 0 ? $"Arguments: {function.Arguments}." : "",
        }),
    ];
}
