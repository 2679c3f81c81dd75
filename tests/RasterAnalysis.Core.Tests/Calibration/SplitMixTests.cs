using RasterAnalysis.Calibration;

namespace RasterAnalysis.Core.Tests.Calibration;

public sealed class SplitMixTests
{
    [Fact]
    public void Its_numbers_are_those_of_its_authors()
    {
        // the first outputs of SplitMix64 for the seed 1234567, as published with it
        ulong[] published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        var random = new SplitMix(1234567);

        Assert.All(published, expected => Assert.Equal((expected >> 11) * (1.0 / (1L << 53)), random.Next()));
    }
}
