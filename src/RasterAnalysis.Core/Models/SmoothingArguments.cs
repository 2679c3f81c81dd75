using RasterAnalysis.Rasters.Smoothing;

namespace RasterAnalysis.Models;

/// <summary>The arguments by which a job has its classified raster smoothed, whatever runs the model (<c>docs/reference/smoothing.md</c>).</summary>
public static class SmoothingArguments
{
    /// <summary>Pixels that a patch must have.</summary>
    public const string Unit = "minimum_mapping_unit";

    /// <summary>Whether pixels of a patch share edges, or corners will do.</summary>
    public const string Connectivity = "connectivity";

    /// <summary>By which rule small patches go.</summary>
    public const string Sieve = "sieve";

    /// <summary>The window of the majority filter.</summary>
    public const string Majority = "majority_filter";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Unit, Connectivity, Sieve, Majority];

    /// <summary>Smoothing with the defaults of arguments that mean something else here.</summary>
    /// <param name="given">As it was asked for.</param>
    /// <param name="isOther">Whether an argument of a name means something else.</param>
    public static SmoothingOptions Without(SmoothingOptions given, Predicate<string> isOther)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(isOther);
        return new SmoothingOptions
        {
            MinimumMappingUnit = (isOther(Unit) ? SmoothingOptions.None : given).MinimumMappingUnit,
            Connectivity = (isOther(Connectivity) ? SmoothingOptions.None : given).Connectivity,
            Sieve = (isOther(Sieve) ? SmoothingOptions.None : given).Sieve,
            MajorityFilter = (isOther(Majority) ? SmoothingOptions.None : given).MajorityFilter,
        };
    }

    /// <summary>All of them, with their defaults, for tool panes.</summary>
    public static IReadOnlyList<ModelArgumentInfo> All { get; } =
    [
        new(Unit, "numeric", "1", "Minimum mapping unit", "Pixels: smaller patches of the result go to the neighbour with the longest shared border, smallest first; 1 leaves all."),
        new(Connectivity, "numeric", "4", "Connectivity", "4: pixels of a patch share edges; 8: corners will do.") { Domain = ["4", "8"] },
        new(Sieve, "string", "unit", "Sieve", "unit: until no patch below the minimum mapping unit is left; gdal: what one run of gdal_sieve gives.") { Domain = ["unit", "gdal"] },
        new(Majority, "numeric", "0", "Majority filter", "Each pixel of the result gets the class of most pixels in a window of 3, 5 or 7 pixels, before small patches go; 0 for none.") { Domain = ["0", "3", "5", "7"] },
    ];
}
