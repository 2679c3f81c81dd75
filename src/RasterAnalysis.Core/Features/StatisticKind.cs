namespace RasterAnalysis.Features;

/// <summary>Statistics of the values of a field. Features without a value do not count.</summary>
public enum StatisticKind
{
    /// <summary>How many values there are.</summary>
    Count,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The smallest.</summary>
    Minimum,

    /// <summary>The largest.</summary>
    Maximum,

    /// <summary>Their mean.</summary>
    Average,

    /// <summary>Standard deviation of a sample; none of fewer than two values.</summary>
    StandardDeviation,

    /// <summary>Variance of a sample; none of fewer than two values.</summary>
    Variance,
}
