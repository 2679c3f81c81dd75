namespace RasterAnalysis.Features;

/// <summary>One step of an order.</summary>
/// <param name="Name">A field, <see cref="FeatureTableDefinition.IdField"/>, or in statistics the name of one.</param>
/// <param name="IsDescending">Whether the largest comes first.</param>
public sealed record FeatureOrder(string Name, bool IsDescending);
