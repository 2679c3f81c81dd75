namespace RasterAnalysis.Accuracy;

/// <summary>An estimated number with its uncertainty: the interval is that of 95 %.</summary>
/// <param name="Value">The estimate; null where nothing says what it is.</param>
/// <param name="StandardError">Its standard error, 0 where everything was counted; null where it is not known.</param>
/// <param name="Margin">Half of the interval's width, 1.96 standard errors; null where it is not known.</param>
/// <param name="Lower">Lower end of the interval, not below what is possible.</param>
/// <param name="Upper">Upper end of the interval, not above what is possible.</param>
public sealed record AccuracyEstimate(double? Value, double? StandardError, double? Margin, double? Lower, double? Upper)
{
    /// <summary>Standard errors on either side of the estimate: the rounded 97.5 % point of the normal distribution, as the published examples take it.</summary>
    public const double Deviations = 1.96;

    /// <summary>Makes an estimate of two numbers.</summary>
    /// <param name="value">The estimate.</param>
    /// <param name="standardError">Its standard error; null where it is not known.</param>
    /// <param name="most">What it can be at most; at least it can be 0.</param>
    internal static AccuracyEstimate Of(double? value, double? standardError, double most)
    {
        if (value is not { } known || !double.IsFinite(known))
        {
            return new AccuracyEstimate(null, null, null, null, null);
        }

        return standardError is { } error && double.IsFinite(error)
            ? new AccuracyEstimate(known, error, Deviations * error, Math.Max(0, known - (Deviations * error)), Math.Min(Math.Max(most, known), known + (Deviations * error)))
            : new AccuracyEstimate(known, null, null, null, null);
    }

    /// <summary>The same in another unit.</summary>
    internal AccuracyEstimate Times(double factor) => new(Value * factor, StandardError * factor, Margin * factor, Lower * factor, Upper * factor);
}
