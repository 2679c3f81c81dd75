namespace RasterAnalysis.Inference;

/// <summary>What is done to the values of one band: <c>(x − Center) · Factor + Bias</c>. Every rule of packages comes down to this.</summary>
public readonly record struct BandNormalization(double Center, double Factor, double Bias)
{
    /// <summary>Leaves the values as they are.</summary>
    public static BandNormalization None { get; } = new(0, 1, 0);
}
