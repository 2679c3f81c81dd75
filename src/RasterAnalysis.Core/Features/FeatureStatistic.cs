namespace RasterAnalysis.Features;

/// <summary>A statistic of a field.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Field">Of which field; null to count features, whatever their values.</param>
/// <param name="Name">What it is called, for the order of an answer.</param>
public sealed record FeatureStatistic(StatisticKind Kind, FeatureField? Field, string Name);
