namespace RasterAnalysis.Inference;

/// <summary>What is done to the values of one band: <c>(x − Center) · Factor + Bias</c>. Every rule of packages comes down to this, but for values that are cut before.</summary>
public readonly record struct BandNormalization(double Center, double Factor, double Bias)
{
    /// <summary>Leaves the values as they are.</summary>
    public static BandNormalization None { get; } = new(0, 1, 0);

    /// <summary>Values below it count as it; null for none.</summary>
    public double? Low { get; init; }

    /// <summary>Values above it count as it; null for none.</summary>
    public double? High { get; init; }

    /// <summary>A value as the network gets it. One that is no number stays so.</summary>
    public double Apply(double value) => ((value < Low ? Low.Value : value > High ? High.Value : value) - Center) * Factor + Bias;
}
