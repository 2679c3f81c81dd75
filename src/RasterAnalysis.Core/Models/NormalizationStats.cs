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
    IReadOnlyList<double>? ScaledStd);
