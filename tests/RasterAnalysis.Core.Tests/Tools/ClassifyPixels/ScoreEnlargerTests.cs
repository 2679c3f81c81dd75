using CsCheck;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Core.Tests.Tools.ClassifyPixels;

public sealed class ScoreEnlargerTests
{
    /// <summary>A pixel's scores are the same bits wherever in a tile it lies, for any stride.</summary>
    [Fact]
    public void Row_of_the_same_places_is_the_same_in_every_tile() =>
        Gen.Select(Gen.Int[2, 13], Gen.Int[1, 5], Gen.Float[-10, 10].Array[24 * 24]).Sample(
            (stride, shift, values) =>
            {
                var network = Some.Profile(1) with { OutputStride = stride };
                const int size = 24;
                var part = size - shift;
                var cut = Enumerable.Range(0, part * part).Select(i => values[(((i / part) + shift) * size) + (i % part) + shift]).ToArray();
                var (whole, tile) = (new ScoreEnlarger(network), new ScoreEnlarger(network));

                // away from the edges, where a tile has no neighbours
                for (var row = stride; row < (part - 1) * stride; row++)
                {
                    var expected = whole.Row(values, size, size, row + (shift * stride));
                    var actual = tile.Row(cut, part, part, row);
                    for (var column = stride; column < (part - 1) * stride; column++)
                    {
                        Assert.Equal(expected[column + (shift * stride)], actual[column]);
                    }
                }
            },
            iter: 60);

    [Fact]
    public void Row_of_a_line_is_the_line()
    {
        var network = Some.Profile(1) with { OutputStride = 7 };
        float[] line = [0, 7, 14, 21];

        var row = new ScoreEnlarger(network).Row(line, 1, 4, 3);

        // the first output pixel's centre lies at 3.5, pixel 3's at 3.5 too
        for (var column = 3; column <= 24; column++)
        {
            Assert.Equal(column - 3, row[column], 4);
        }
    }
}
