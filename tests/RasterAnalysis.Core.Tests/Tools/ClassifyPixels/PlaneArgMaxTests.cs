using CsCheck;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Core.Tests.Tools.ClassifyPixels;

/// <summary>The winner of each pixel against plain arithmetic, for any number of channels and pixels.</summary>
public sealed class PlaneArgMaxTests
{
    private static readonly float[] Odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, -0f];

    // few values, so that there are many ties
    private static readonly Gen<float> Score = Gen.Frequency(
        (20, Gen.Int[-3, 3].Select(value => value * 0.5f)), (5, Gen.Float[-1e30f, 1e30f]),
        (1, Gen.Int[0, 5].Select(i => Odd[i])));

    [Fact]
    public void The_highest_score_wins_ties_go_to_the_lowest_channel_and_what_is_not_finite_is_invalid() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 70], Gen.Int[0, 20]).SelectMany(size => Gen.Select(
            Gen.Const(size), Score.Array[size.Item1 * (size.Item2 + size.Item3)], Gen.Bool.Array[size.Item1])).Sample((size, scores, suppressed) =>
            {
                var (channels, count, offset) = size;
                var plane = count + offset;
                var winners = new ushort[count];

                PlaneArgMax.Find(scores, plane, offset, suppressed, winners);

                for (var i = 0; i < count; i++)
                {
                    float[] pixel = [.. Enumerable.Range(0, channels).Select(channel => scores[(channel * plane) + offset + i])];
                    var allowed = Enumerable.Range(0, channels).Where(channel => !suppressed[channel]).ToArray();
                    var expected = pixel.Any(score => !float.IsFinite(score)) ? ScoreDecoder.Invalid
                        : allowed.Length == 0 ? 0 : allowed.First(channel => pixel[channel] == allowed.Max(other => pixel[other]));
                    Assert.Equal(expected, winners[i]);
                }
            });
}
