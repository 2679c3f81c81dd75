namespace RasterAnalysis.PixelNetworks;

/// <summary>The labels of a classifier, in the order of its scores.</summary>
/// <param name="Numbers">Whole numbers; null for texts.</param>
/// <param name="Texts">Texts; null for numbers.</param>
internal sealed record PixelLabels(IReadOnlyList<long>? Numbers, IReadOnlyList<string>? Texts)
{
    /// <summary>How many there are.</summary>
    public int Count => Numbers?.Count ?? Texts!.Count;
}
