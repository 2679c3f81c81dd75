namespace RasterAnalysis.Rasters.Functions;

/// <summary>Values from <paramref name="Min"/> to <paramref name="Max"/>.</summary>
/// <param name="Min">Included.</param>
/// <param name="Max">Included.</param>
public readonly record struct ValueRange(double Min, double Max)
{
    /// <summary>Whether a value is one of them; NaN is not.</summary>
    public bool Contains(double value) => value >= Min && value <= Max;
}
