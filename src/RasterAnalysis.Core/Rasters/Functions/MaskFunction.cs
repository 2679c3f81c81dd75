namespace RasterAnalysis.Rasters.Functions;

/// <summary>Takes pixels out by their values (ArcGIS's <c>Mask</c>). A pixel goes in all bands or in none.</summary>
/// <param name="NoDataValues">For each band the values that are no pixel; a band beyond the list, or with an empty one, has none.</param>
/// <param name="MatchAll">True: a pixel goes when every band that has such values shows one of them. False: when any band does.</param>
/// <param name="IncludedRanges">For each band the lowest and the highest value that stay, both included. A pixel stays when one band is within its range; none: all stay.</param>
public sealed record MaskFunction(
    IReadOnlyList<IReadOnlyList<double>> NoDataValues, bool MatchAll, IReadOnlyList<ValueRange> IncludedRanges) : RasterFunction;
