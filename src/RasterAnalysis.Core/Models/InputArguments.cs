namespace RasterAnalysis.Models;

/// <summary>The model arguments that say how a raster's bands are fed; every tool has them.</summary>
internal static class InputArguments
{
    private static readonly string[] Booleans = ["True", "False"];

    /// <summary><c>data_range</c>.</summary>
    public static ModelArgumentInfo DataRange { get; } =
        new("data_range", "string", "", "Data range", "none: feed the values as they are; lo,hi: map the input type's range onto it; blank: as the .emd says.");

    /// <summary><c>band_mapping</c>.</summary>
    public static ModelArgumentInfo BandMapping { get; } = new(
        "band_mapping", "string", "", "Band mapping",
        "Bands of the raster in the order in which the network takes its own, with commas between: numbers from 1, or names; blank: as the .emd says.");

    /// <summary><c>allow_palette</c>.</summary>
    public static ModelArgumentInfo AllowPalette { get; } =
        new("allow_palette", "boolean", "False", "Allow palette", "Whether the numbers of a palette may be fed as if they were measured values.") { Domain = Booleans };

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<ModelArgumentInfo> All { get; } = [DataRange, BandMapping, AllowPalette];
}
