using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Core.Tests.Tools.ClassifyPixels;

public sealed class LabelSampleTests
{
    // half of the tiles have some labels more than the mean, half as many less: the deviation of the mean is by / sqrt(tiles - 1) labels of 10,000, and Student's t times that is at most 10.
    // Tables give t as 2.571 for 6 tiles, 2.131 for 16 and 1.998 for 64: by may be 8.7, 18.2 and 39.7
    [Theory]
    [InlineData(6, 8, 9)]
    [InlineData(16, 18, 19)]
    [InlineData(64, 39, 40)]
    public void A_share_is_settled_when_its_error_is_a_tenth_of_a_per_cent(int tiles, int settled, int not)
    {
        LabelSample Sample(int by)
        {
            var sample = new LabelSample(long.MaxValue);
            for (var tile = 0; tile < tiles; tile++)
            {
                sample.Add(new PrecisionReport(10_000, 50 + (tile % 2 == 0 ? by : -by), 0));
            }

            return sample;
        }

        Assert.True(Sample(settled).IsSettled);
        Assert.False(Sample(not).IsSettled);
        Assert.Equal(0.5, Sample(not).Report(tellsProbabilities: true).PerCent, 1e-9);
    }

    [Fact]
    public void A_raster_that_was_looked_at_whole_is_settled_however_its_tiles_differ()
    {
        var sample = new LabelSample(20_000);
        sample.Add(new PrecisionReport(10_000, 900, 3));
        Assert.False(sample.IsSettled);
        sample.Add(new PrecisionReport(10_000, 0, 0));

        Assert.True(sample.IsSettled);
        Assert.Equal(new PrecisionReport(20_000, 900, 3), sample.Report(tellsProbabilities: true));
        Assert.Equal(new PrecisionReport(20_000, 900, null), sample.Report(tellsProbabilities: false));
    }

    [Fact]
    public void Nothing_to_compare_settles_it() => Assert.True(new LabelSample(100).IsSettled);
}
