using CsCheck;
using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Core.Tests.Tools.ClassifyPixels;

public sealed class ScoreDecoderTests
{
    [Fact]
    public void The_highest_allowed_score_wins_and_ties_go_to_the_lowest_channel() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 7], Gen.Int[2, 6], Gen.Bool, Gen.Int[0, 63], Gen.Int).Sample(
            (rows, columns, channels, isNhwc, suppressedBits, seed) =>
            {
                int[] suppressed = [.. Enumerable.Range(0, channels).Where(c => (suppressedBits >> c & 1) == 1)];
                if (suppressed.Length == channels)
                {
                    return;
                }

                var random = new Random(seed);
                var scores = new float[rows, columns, channels];
                foreach (var (r, c, k) in Places(rows, columns, channels))
                {
                    scores[r, c, k] = random.Next(20) == 0 ? (random.Next(2) == 0 ? float.NaN : float.PositiveInfinity) : random.Next(-3, 3);
                }

                var layout = isNhwc ? TensorLayout.Nhwc : TensorLayout.Nchw;
                var flat = new float[scores.Length];
                foreach (var (r, c, k) in Places(rows, columns, channels))
                {
                    flat[isNhwc ? (((r * columns) + c) * channels) + k : (((k * rows) + r) * columns) + c] = scores[r, c, k];
                }

                var decoder = Decoder(OutputKind.Scores, layout, channels, suppressed);
                var (row, first) = (random.Next(rows), random.Next(columns));
                var winners = new ushort[columns - first];
                decoder.DecodeRow(flat, rows, columns, row, first, winners);

                for (var i = 0; i < winners.Length; i++)
                {
                    var pixel = Enumerable.Range(0, channels).Select(k => scores[row, first + i, k]).ToArray();
                    var expected = pixel.Any(score => !float.IsFinite(score))
                        ? ScoreDecoder.Invalid
                        : Enumerable.Range(0, channels).Except(suppressed).OrderByDescending(k => pixel[k]).ThenBy(k => k).First();
                    Assert.Equal(expected, winners[i]);
                }
            });

    [Theory]
    [InlineData(OutputKind.Probability, 0.5, new[] { 0.5f, 0.51f, 0, 1 }, new ushort[] { 0, 1, 0, 1 })]
    [InlineData(OutputKind.Probability, 0.9, new[] { 0.89f, 0.91f, float.NaN, float.NegativeInfinity }, new ushort[] { 0, 1, ScoreDecoder.Invalid, ScoreDecoder.Invalid })]
    [InlineData(OutputKind.Logit, 0.5, new[] { 0, 0.01f, -0.01f, 9 }, new ushort[] { 0, 1, 0, 1 })]
    [InlineData(OutputKind.Logit, 0.9, new[] { 2.19f, 2.2f, 0, 9 }, new ushort[] { 0, 1, 0, 1 })] // ln 9 is 2.1972
    [InlineData(OutputKind.Logit, 0, new[] { -99f, 99, 0, 1 }, new ushort[] { 1, 1, 1, 1 })]
    [InlineData(OutputKind.Logit, 1, new[] { -99f, 99, 0, 1 }, new ushort[] { 0, 0, 0, 0 })]
    public void One_channel_is_compared_with_the_threshold(OutputKind kind, double threshold, float[] scores, ushort[] expected)
    {
        var winners = new ushort[scores.Length];

        Decoder(kind, TensorLayout.Nchw, 1, [], threshold).DecodeRow(scores, 1, scores.Length, 0, 0, winners);

        Assert.Equal(expected, winners);
    }

    [Theory]
    [InlineData(true, new float[] { 11, 41, 0, 95 }, new ushort[] { 0, 1, ScoreDecoder.Invalid, 2 })]
    [InlineData(false, new[] { 0, 2, 3, 1.5f }, new ushort[] { 0, 2, ScoreDecoder.Invalid, ScoreDecoder.Invalid })]
    [InlineData(false, new[] { -1, float.NaN, 1e30f, 1 }, new ushort[] { ScoreDecoder.Invalid, ScoreDecoder.Invalid, ScoreDecoder.Invalid, 1 })]
    public void ClassIds_are_values_or_channels(bool idsAreValues, float[] ids, ushort[] expected)
    {
        var winners = new ushort[ids.Length];
        var map = new ChannelMap([11, 41, 95], [], [], idsAreValues);

        new ScoreDecoder(Profile(OutputKind.ClassIds, TensorLayout.Nchw, 1), map, 0.5).DecodeRow(ids, 1, ids.Length, 0, 0, winners);

        Assert.Equal(expected, winners);
    }

    private static IEnumerable<(int Row, int Column, int Channel)> Places(int rows, int columns, int channels) =>
        from r in Enumerable.Range(0, rows) from c in Enumerable.Range(0, columns) from k in Enumerable.Range(0, channels) select (r, c, k);

    private static ScoreDecoder Decoder(OutputKind kind, TensorLayout layout, int channels, int[] suppressed, double threshold = 0.5) =>
        new(Profile(kind, layout, channels), new ChannelMap([.. Enumerable.Range(0, Math.Max(2, channels)).Select(k => (long)k)], suppressed, [], false), threshold);

    private static NetworkProfile Profile(OutputKind kind, TensorLayout layout, int channels) =>
        new("i", TensorElementType.Float, TensorLayout.Nchw, 1, null, null, null, "o", kind, layout, channels, 0);
}
