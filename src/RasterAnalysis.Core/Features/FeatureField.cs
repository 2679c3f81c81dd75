namespace RasterAnalysis.Features;

/// <summary>A field of a feature table.</summary>
/// <param name="Name">Letters, digits and underscores; unique within the table, whatever the case.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Alias">Name for people; null for the name itself.</param>
/// <param name="Length">For texts: the most characters; 0 for no bound.</param>
public sealed record FeatureField(string Name, FeatureFieldType Type, string? Alias = null, int Length = 0);
