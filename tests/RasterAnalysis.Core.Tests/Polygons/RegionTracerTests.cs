using RasterAnalysis.Polygons;
using Xunit;
using static RasterAnalysis.Core.Tests.Polygons.TracedRaster;

namespace RasterAnalysis.Core.Tests.Polygons;

public sealed class RegionTracerTests
{
    public static TheoryData<int, int, int, int> Rasters => new()
    {
        { 1, 1, 2, 0 }, { 1, 40, 3, 0 }, { 40, 1, 2, 0 }, { 24, 30, 2, 0 }, { 31, 23, 3, 0 }, { 60, 50, 2, 1 }, { 50, 60, 4, 2 }, { 70, 2050, 3, 2 },
    };

    [Theory]
    [MemberData(nameof(Rasters))]
    public void Outlines_filled_again_are_the_raster(int width, int height, int classes, int smoothings)
    {
        var raster = Of(Patches(width, height, classes, smoothings, seed: width));

        Assert.Equal(raster.Classes.Cast<int>(), raster.Burnt().Cast<int>());
    }

    [Theory]
    [MemberData(nameof(Rasters))]
    public void Pixels_and_areas_of_regions_add_up(int width, int height, int classes, int smoothings)
    {
        var raster = Of(Patches(width, height, classes, smoothings, seed: width + 1));

        Assert.All(raster.Regions, region => Assert.Equal(2 * region.Pixels, TwiceArea(region)));
        Assert.Equal(width * height, raster.Regions.Sum(region => region.Pixels));
        for (var number = 0; number < classes; number++)
        {
            var expected = Enumerable.Range(0, width * height).Where(i => raster.Classes[i / width, i % width] == number).Sum(i => AreaOf(i / width, i % width));
            Assert.Equal(expected, raster.Regions.Where(region => region.Number == number).Sum(region => region.SquareMetres), 6);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.8)]
    [InlineData(1.5)]
    [InlineData(4.0)]
    public void Each_side_belongs_to_two_regions_or_to_the_rim_of_the_raster(double tolerance)
    {
        foreach (var (width, height, classes, smoothings) in Rasters.Select(row => row.Data))
        {
            var raster = Of(Patches(width, height, classes, smoothings, seed: 5), tolerance);

            foreach (var (side, times) in raster.Regions.SelectMany(region => region.Rings).SelectMany(Segments).CountBy(side => Whole(side)))
            {
                var isRim = (side.From.Row == side.To.Row && (side.From.Row == 0 || side.From.Row == height))
                    || (side.From.Column == side.To.Column && (side.From.Column == 0 || side.From.Column == width));
                Assert.Equal(isRim ? 1 : 2, times);
            }
        }
    }

    [Theory]
    [InlineData(0.8, 1)]
    [InlineData(1.0, 2)]
    [InlineData(1.5, 3)]
    [InlineData(3.0, 4)]
    [InlineData(10.0, 5)]
    public void Simplified_outlines_neither_cross_nor_overlap_and_leave_no_gaps(double tolerance, int seed)
    {
        foreach (var (width, height, classes, smoothings) in new[] { (24, 30, 2, 0), (31, 23, 3, 0), (60, 50, 2, 1), (40, 60, 4, 2), (40, 40, 2, 4) })
        {
            var raster = Of(Patches(width, height, classes, smoothings, seed), tolerance);

            Assert.Equal(2L * width * height, raster.Regions.Sum(TwiceArea));
            Assert.All(raster.Regions, region => Assert.True(TwiceArea(region) > 0));
            var exact = Of(raster.Classes).Regions.Select(region => (region.Number, region.Pixels, region.Rings.Count));
            Assert.Equal(exact, raster.Regions.Select(region => (region.Number, region.Pixels, region.Rings.Count)));
            RequirePlane([.. raster.Regions.SelectMany(region => region.Rings).SelectMany(Segments).Select(Whole).Distinct()]);
            Assert.All(raster.Regions.SelectMany(region => region.Rings), ring => Assert.Equal(ring.Length - 1, ring.Distinct().Count()));
        }
    }

    [Fact]
    public void Rings_touch_themselves_nowhere()
    {
        var raster = Of(Patches(90, 90, 2, 0, seed: 9));

        Assert.All(raster.Regions.SelectMany(region => region.Rings), ring => Assert.Equal(ring.Length - 1, ring.Distinct().Count()));
        Assert.Contains(raster.Regions, region => region.Rings.Count > 3);
    }

    [Fact]
    public void Pixels_that_meet_at_a_corner_are_two_regions()
    {
        var raster = Of("ab", "ba");

        Assert.Equal(4, raster.Regions.Count);
        Assert.All(raster.Regions, region => Assert.Equal(1, region.Pixels));
    }

    [Fact]
    public void A_region_that_meets_itself_at_a_corner_has_a_hole_that_touches_its_outer_ring()
    {
        var raster = Of(
            "aaa",
            "aba",
            "aab");

        var region = raster.Regions.Single(found => found.Number == 'a');
        Assert.Equal(2, region.Rings.Count);
    }

    [Fact]
    public void Stairs_become_straight_and_nodes_stay()
    {
        var stairs = new int[64, 64];
        for (var i = 0; i < 64 * 64; i++)
        {
            stairs[i / 64, i % 64] = i % 64 > i / 64 ? 1 : 0;
        }

        var raster = Of(stairs, tolerance: 1);

        Assert.All(raster.Regions, region => Assert.InRange(region.Rings[0].Length, 4, 7));
    }

    [Fact]
    public void No_vertex_lies_farther_off_than_was_allowed()
    {
        const double Tolerance = 1.5;
        var classes = new int[150, 130];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i / 130, i % 130] = (int)Math.Round(Math.Sin(i / 130 / 9.0) + Math.Cos((i % 130) / 7.0) + (i * 7919 % 13 / 40.0));
        }

        var (exact, simple) = (Of(classes), Of(classes, Tolerance));

        Assert.True(simple.Regions.Sum(region => region.Rings.Sum(ring => ring.Length)) * 2 < exact.Regions.Sum(region => region.Rings.Sum(ring => ring.Length)));
        Assert.All(exact.Regions.Zip(simple.Regions), pair =>
        {
            var sides = pair.Second.Rings.SelectMany(Segments).ToArray();
            Assert.All(pair.First.Rings.SelectMany(ring => ring), vertex => Assert.True(sides.Min(side => Distance(vertex, side)) <= Tolerance + 1e-9));
        });
    }

    [Fact]
    public void Regions_of_classes_that_are_not_wanted_change_nothing_of_the_others()
    {
        var classes = Patches(60, 60, 4, 2, seed: 11);

        var (all, some) = (Of(classes, 1), Of(classes, 1, [1, 3]));

        Assert.Equal(
            all.Regions.Where(region => region.Number is 1 or 3).SelectMany(region => region.Rings).SelectMany(ring => ring), some.Regions.SelectMany(region => region.Rings).SelectMany(ring => ring));
    }

    private static (GridVertex From, GridVertex To) Whole((GridVertex From, GridVertex To) side) =>
        (side.From.Row, side.From.Column).CompareTo((side.To.Row, side.To.Column)) < 0 ? side : (side.To, side.From);

    private static double Distance(GridVertex vertex, (GridVertex From, GridVertex To) side)
    {
        double dx = side.To.Column - side.From.Column, dy = side.To.Row - side.From.Row, x = vertex.Column - side.From.Column, y = vertex.Row - side.From.Row;
        var along = Math.Clamp(((x * dx) + (y * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        return Math.Sqrt(Math.Pow(x - (along * dx), 2) + Math.Pow(y - (along * dy), 2));
    }

    // Two sides have at most an end in common.
    private static void RequirePlane((GridVertex From, GridVertex To)[] sides)
    {
        foreach (var (number, one) in sides.Index())
        {
            foreach (var other in sides.Skip(number + 1).Where(other => other.From.Row <= one.To.Row && one.From.Row <= other.To.Row))
            {
                var isTouching = Turn(one.From, one.To, other.From) * Turn(one.From, one.To, other.To) <= 0 && Turn(other.From, other.To, one.From) * Turn(other.From, other.To, one.To) <= 0;
                if (!isTouching)
                {
                    continue;
                }

                // a common end, and then not along one another
                GridVertex[] ends = [one.From, one.To, other.From, other.To];
                var isAlong = Turn(one.From, one.To, other.From) == 0 && Turn(one.From, one.To, other.To) == 0;
                Assert.True(isAlong ? !Overlap(one, other) : ends.Distinct().Count() == 3, $"{one} and {other} cross");
            }
        }
    }

    private static bool Overlap((GridVertex From, GridVertex To) one, (GridVertex From, GridVertex To) other)
    {
        (int, int) Key(GridVertex vertex) => (vertex.Row, vertex.Column);
        var (start, end) = (Key(one.From).CompareTo(Key(other.From)) > 0 ? Key(one.From) : Key(other.From), Key(one.To).CompareTo(Key(other.To)) < 0 ? Key(one.To) : Key(other.To));
        return start.CompareTo(end) < 0;
    }

    private static int Turn(GridVertex a, GridVertex b, GridVertex c) =>
        Math.Sign(((long)(b.Column - a.Column) * (c.Row - a.Row)) - ((long)(b.Row - a.Row) * (c.Column - a.Column)));
}
