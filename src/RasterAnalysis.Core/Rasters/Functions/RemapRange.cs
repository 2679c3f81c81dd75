namespace RasterAnalysis.Rasters.Functions;

/// <summary>Values that become another: from <paramref name="Low"/> to just below <paramref name="High"/>, or the one value if both are the same.</summary>
/// <param name="Low">Included.</param>
/// <param name="High">Not included, unless it is <paramref name="Low"/>.</param>
/// <param name="Output">What they become; null for no pixel.</param>
public readonly record struct RemapRange(double Low, double High, double? Output)
{
    /// <summary>Whether a value is one of them.</summary>
    public bool Contains(double value) => value == Low || (value > Low && value < High);
}
