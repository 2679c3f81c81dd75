using CsCheck;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.Pipeline;

public sealed class PolygonMaskTests
{
    private static readonly Gen<double[]> Ring = Gen.Double[-5, 25].Array[6, 20].Select(numbers => numbers.Length % 2 == 0 ? numbers : numbers[1..]);

    [Fact]
    public void A_pixel_is_wanted_when_its_centre_lies_within_an_odd_number_of_a_polygons_rings() => Gen.Select(
        Ring.Array[1, 3].Array[1, 3], Gen.Int[-4, 10], Gen.Int[-4, 10], Gen.Int[1, 20], Gen.Int[1, 20]).Sample(
        (polygons, column, row, width, height) =>
        {
            var window = new PixelWindow(column, row, width, height);
            var wanted = new byte[width * height];

            new PolygonMask(polygons).Read(window, wanted);

            for (var i = 0; i < wanted.Length; i++)
            {
                var (x, y) = (column + (i % width) + 0.5, row + (i / width) + 0.5);
                if (polygons.SelectMany(rings => rings).Any(ring => CrossingsRightOf(ring, x - 1e-9, y) != CrossingsRightOf(ring, x + 1e-9, y)))
                {
                    continue; // on an edge, where rounding decides
                }

                Assert.Equal(polygons.Any(rings => rings.Sum(ring => CrossingsRightOf(ring, x, y)) % 2 == 1), wanted[i] == 1);
            }
        },
        iter: 2000);

    [Fact]
    public void Polygons_that_share_an_edge_share_no_pixel_and_leave_none_out()
    {
        // the edge runs through pixel centres
        double[] left = [0, 0, 4.5, 0, 4.5, 8, 0, 8];
        double[] right = [4.5, 0, 9, 0, 9, 8, 4.5, 8];
        var (a, b) = (new byte[72], new byte[72]);

        new PolygonMask([[left]]).Read(new PixelWindow(0, 0, 9, 8), a);
        new PolygonMask([[right]]).Read(new PixelWindow(0, 0, 9, 8), b);

        Assert.All(a.Zip(b), pair => Assert.Equal(1, pair.First + pair.Second));
    }

    [Fact]
    public void Triangles_around_a_pixels_centre_tile_the_window_whichever_way_round_they_go() => Gen.Select(
        Gen.Int[0, 48], Gen.Int[0, 48], Gen.Int[0, 48].Array[1, 6], Gen.Bool.Array[40]).Sample(
        (column, row, places, turned) =>
        {
            // corners and some more points of the border, all the way round; edges to them run through many centres
            double[] along = [0, .. places.Select(place => place + 0.5).Distinct().Order(), 49];
            (double X, double Y)[] around =
            [
                .. along.SkipLast(1).Select(at => (at, 0.0)), .. along.SkipLast(1).Select(at => (49.0, at)),
                .. along.Reverse().SkipLast(1).Select(at => (at, 49.0)), .. along.Reverse().SkipLast(1).Select(at => (0.0, at)),
            ];
            var sums = new int[49 * 49];
            var wanted = new byte[sums.Length];
            for (var i = 0; i < around.Length; i++)
            {
                var (one, next) = (around[i], around[(i + 1) % around.Length]);
                var (first, second) = turned[i % turned.Length] ? (next, one) : (one, next);
                new PolygonMask([[[column + 0.5, row + 0.5, first.X, first.Y, second.X, second.Y]]]).Read(new PixelWindow(0, 0, 49, 49), wanted);
                for (var pixel = 0; pixel < sums.Length; pixel++)
                {
                    sums[pixel] += wanted[pixel];
                }
            }

            Assert.All(sums, sum => Assert.Equal(1, sum));
        },
        iter: 200);

    /// <summary>The textbook: edges that a ray to the right of the point crosses.</summary>
    private static int CrossingsRightOf(double[] ring, double x, double y)
    {
        var count = 0;
        for (int i = 0, j = ring.Length - 2; i < ring.Length; j = i, i += 2)
        {
            if ((ring[i + 1] >= y) != (ring[j + 1] >= y) && x < ((ring[j] - ring[i]) * (y - ring[i + 1]) / (ring[j + 1] - ring[i + 1])) + ring[i])
            {
                count++;
            }
        }

        return count;
    }
}
