namespace RasterAnalysis.Quantization;

/// <summary>
/// How the numbers of a tensor stand as bytes: a byte <c>q</c> stands for <c>Scale · (q − ZeroPoint)</c>, so that 0 is exact. One scale for the tensor, the same in every tile of a job.
/// </summary>
/// <param name="Scale">What a step is worth; above 0.</param>
/// <param name="ZeroPoint">The byte that stands for 0.</param>
public readonly record struct QuantizedTensor(float Scale, byte ZeroPoint)
{
    /// <summary>For numbers from <paramref name="low"/> to <paramref name="high"/>, and 0.</summary>
    public static QuantizedTensor Of(double low, double high)
    {
        (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        var scale = (float)((high - low) / byte.MaxValue);
        return scale > 0 && float.IsFinite(scale) ? new(scale, (byte)Math.Clamp(Math.Round(-low / scale), 0, byte.MaxValue)) : new(1, 0);
    }
}
