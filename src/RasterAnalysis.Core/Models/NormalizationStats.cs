namespace RasterAnalysis.Models;

/// <summary>
/// The <c>NormalizationStats</c> of a definition, in input units, indexed by the raster's bands (not by <c>ExtractBands</c>), as arcgis.learn
/// writes them (<c>docs/reference/dlpk-and-emd.md#normalisation</c>). A list that the package does not give, or gives as null, is null here.
/// </summary>
public sealed record NormalizationStats(
    IReadOnlyList<double>? BandMin,
    IReadOnlyList<double>? BandMax,
    IReadOnlyList<double>? BandMean,
    IReadOnlyList<double>? BandStd,
    IReadOnlyList<double>? ScaledMean,
    IReadOnlyList<double>? ScaledStd)
{
    /// <summary>A key of this service in <c>NormalizationStats</c>: how the lists are ordered.</summary>
    public const string OrderKey = "band_order";

    /// <summary>Value of that key: the lists have one entry for each band that the network takes, in its order.</summary>
    public const string NetworkOrder = "ExtractBands";

    /// <summary>A key of this service in <c>NormalizationStats</c>: a list of bounds below which values are cut, before anything else is done to them; null for a band without one.</summary>
    public const string ClipMinKey = "band_clip_min";

    /// <summary>The same above which values are cut.</summary>
    public const string ClipMaxKey = "band_clip_max";

    /// <summary>The list of <see cref="ClipMinKey"/>, minus infinity for a band without a bound.</summary>
    public IReadOnlyList<double>? ClipMin { get; init; }

    /// <summary>The list of <see cref="ClipMaxKey"/>, infinity for a band without a bound.</summary>
    public IReadOnlyList<double>? ClipMax { get; init; }

    /// <summary>Whether the lists follow the network's bands rather than the raster's.</summary>
    public bool IsInNetworkOrder { get; init; }
}
