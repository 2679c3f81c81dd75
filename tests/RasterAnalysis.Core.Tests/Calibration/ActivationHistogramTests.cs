using RasterAnalysis.Calibration;
using RasterAnalysis.Quantization;

namespace RasterAnalysis.Core.Tests.Calibration;

public sealed class ActivationHistogramTests
{
    [Fact]
    public void The_order_of_runs_changes_no_scale()
    {
        var random = new Random(1);
        float[][] runs = [.. Enumerable.Range(0, 12).Select(run => Enumerable.Range(0, 5000).Select(_ => (random.NextSingle() - 0.3f) * MathF.Pow(2, run - 6)).ToArray())];

        var expected = ScaleOf(runs);

        Assert.Equal(expected, ScaleOf([.. runs.Reverse()]));
        Assert.Equal(expected, ScaleOf([.. runs.OrderBy(run => run[0])]));
    }

    [Fact]
    public void A_number_far_off_is_cut_where_finer_steps_for_the_others_are_worth_more()
    {
        float[] values = [.. Enumerable.Range(0, 65_000).Select(i => i / 65_000f), 2.5f];

        // 65,000 squared errors of step²/12 and one of (2.5 − end)² are least together for an end of about 2.25
        Assert.InRange(ScaleOf([values]).Scale * 255, 2.1, 2.4);
    }

    [Fact]
    public void Numbers_that_lie_evenly_keep_their_whole_range()
    {
        float[] values = [.. Enumerable.Range(0, 50_001).Select(i => (i / 10_000f) - 2)];

        var scale = ScaleOf([values]);

        Assert.InRange(scale.Scale * 255, 4.7, 5.01);
        Assert.InRange(scale.Scale * scale.ZeroPoint, 1.85, 2.02);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_no_finite_number_makes_it_useless(float value)
    {
        foreach (var place in new[] { 0, 7, 40 })
        {
            var values = new float[41];
            values[place] = value;
            var histogram = new ActivationHistogram();
            histogram.Add(values);

            Assert.False(histogram.IsUsable);
        }
    }

    [Fact]
    public void Zero_alone_has_a_scale() => Assert.Equal(new QuantizedTensor(1, 0), ScaleOf([new float[100]]));

    private static QuantizedTensor ScaleOf(float[][] runs)
    {
        var histogram = new ActivationHistogram();
        Array.ForEach(runs, run => histogram.Add(run));
        Assert.True(histogram.IsUsable);
        return histogram.Scale();
    }
}
