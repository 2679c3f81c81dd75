using System.Globalization;

namespace RasterAnalysis.Worker.TorchScript;

/// <summary>How far what a network gives is from what its module gave.</summary>
/// <param name="Difference">Largest difference of two scores, as a share of the largest score's size; 0 for whole numbers.</param>
/// <param name="Labels">Places at which another class wins.</param>
/// <param name="Places">All places.</param>
internal readonly record struct ConversionMismatch(double Difference, long Labels, long Places)
{
    private const double LargestDifference = 1e-3;

    // 1 place in so many
    private const long OneLabelIn = 1_000;

    /// <summary>Whether the network may stand for its module.</summary>
    public bool IsClose => Difference <= LargestDifference && Labels <= Places / OneLabelIn;

    /// <summary>The worse of two.</summary>
    public static ConversionMismatch operator +(ConversionMismatch one, ConversionMismatch other) =>
        new(Math.Max(one.Difference, other.Difference), one.Labels + other.Labels, one.Places + other.Places);

    /// <summary>Compares.</summary>
    /// <param name="expected">What the module gave.</param>
    /// <param name="actual">What the network gives.</param>
    /// <param name="dimensions">Their shape: NCHW, or one axis less without the batch.</param>
    /// <param name="isLabels">Whether the elements are classes rather than scores.</param>
    public static ConversionMismatch Measure(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, IReadOnlyList<int> dimensions, bool isLabels)
    {
        var (largest, difference, unlike) = (0d, 0d, 0L);
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i].Equals(actual[i]))
            {
                largest = float.IsFinite(expected[i]) ? Math.Max(largest, Math.Abs(expected[i])) : largest;
                continue;
            }

            unlike++;
            var gap = Math.Abs((double)expected[i] - actual[i]);
            difference = double.IsFinite(gap) ? Math.Max(difference, gap) : double.PositiveInfinity;
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        if (isLabels)
        {
            return new ConversionMismatch(0, unlike, expected.Length);
        }

        var share = difference == 0 ? 0 : largest > 0 ? difference / largest : double.PositiveInfinity;
        var (images, channels) = dimensions.Count < 3 ? (1, 1) : (dimensions.Count == 3 ? 1 : dimensions[0], dimensions[^3]);
        return new ConversionMismatch(share, Differing(expected, actual, images, channels), expected.Length / channels);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"the largest difference of scores is {Difference:0.#E+0} of the largest score, and {Labels} of {Places} labels differ");

    private static long Differing(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int images, int channels)
    {
        var (labels, pixels) = (0L, expected.Length / images / channels);

        // probabilities are decided at one half, logits at zero
        var threshold = channels == 1 && expected.IndexOfAnyExceptInRange(0, 1) < 0 ? 0.5f : 0;
        for (var image = 0; image < images; image++)
        {
            var at = image * channels * pixels;
            for (var pixel = at; pixel < at + pixels; pixel++)
            {
                var differs = channels == 1
                    ? expected[pixel] > threshold != actual[pixel] > threshold
                    : Best(expected, pixel, pixels, channels) != Best(actual, pixel, pixels, channels);
                labels += differs ? 1 : 0;
            }
        }

        return labels;
    }

    private static int Best(ReadOnlySpan<float> scores, int pixel, int pixels, int channels)
    {
        var best = 0;
        for (var channel = 1; channel < channels; channel++)
        {
            best = scores[pixel + (channel * pixels)] > scores[pixel + (best * pixels)] ? channel : best;
        }

        return best;
    }
}
