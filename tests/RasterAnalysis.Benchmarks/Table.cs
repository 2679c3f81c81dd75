namespace RasterAnalysis.Benchmarks;

/// <summary>Small arithmetic of the tables.</summary>
internal static class Table
{
    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
