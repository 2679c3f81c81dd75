using System.Text.Json.Serialization;

namespace RasterAnalysis.Rasters.Smoothing;

/// <summary>How a class raster is smoothed (<c>docs/reference/smoothing.md</c>): by the majority first, then by the minimum mapping unit.</summary>
public sealed record SmoothingOptions
{
    /// <summary>Windows of the majority filter: the first, none, leaves the raster as it is.</summary>
    public static IReadOnlyList<int> MajorityWindows { get; } = [0, 3, 5, 7];

    /// <summary>No smoothing.</summary>
    public static SmoothingOptions None { get; } = new();

    /// <summary>Pixels that a patch must have; 1 leaves all.</summary>
    public int MinimumMappingUnit { get; init; } = 1;

    /// <summary>4: pixels of a patch share edges; 8: corners will do.</summary>
    public int Connectivity { get; init; } = 4;

    /// <summary>By which rule small patches go.</summary>
    public SieveRule Sieve { get; init; }

    /// <summary>Columns and rows of the window of which the majority is taken: 3, 5 or 7; 0 for none.</summary>
    public int MajorityFilter { get; init; }

    /// <summary>Whether anything is done.</summary>
    [JsonIgnore]
    public bool IsNone => MinimumMappingUnit <= 1 && MajorityFilter == 0;
}
