using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Core.Tests.Tools.ClassifyPixels;

public sealed class LabelSampleTests
{
    [Fact]
    public void A_share_is_settled_when_its_error_is_a_tenth_of_a_per_cent()
    {
        // 16 tiles of a million: 8 with one differing label more than the mean of 10,000 pixels each, 8 with one less
        static LabelSample Sample(int differing, int by)
        {
            var sample = new LabelSample(long.MaxValue);
            for (var tile = 0; tile < 16; tile++)
            {
                sample.Add(new PrecisionReport(10_000, differing + (tile % 2 == 0 ? by : -by), 0));
            }

            return sample;
        }

        // the deviation of a mean of 16 is by · sqrt(16 / 15) / sqrt(16) labels of 10,000, and 1.96 of these are at most 10 of them up to by = 19
        Assert.True(Sample(50, 19).IsSettled);
        Assert.False(Sample(50, 20).IsSettled);
        Assert.Equal(0.5, Sample(50, 20).Report(tellsProbabilities: true).PerCent, 1e-9);
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
