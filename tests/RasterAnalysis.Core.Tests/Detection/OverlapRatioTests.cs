using CsCheck;
using RasterAnalysis.Detection;
using RasterAnalysis.Detection.Overlap;

namespace RasterAnalysis.Core.Tests.Detection;

public sealed class OverlapRatioTests
{
    private const double Step = 0.04;

    [Theory]
    [InlineData(0, 0, 10, 10, 0, 0, 10, 10, 1)]
    [InlineData(0, 0, 10, 10, 5, 0, 15, 10, 50.0 / 150)]
    [InlineData(0, 0, 10, 10, 5, 5, 15, 15, 25.0 / 175)]
    [InlineData(0, 0, 10, 10, 2, 3, 4, 8, 10.0 / 100)]
    [InlineData(0, 0, 10, 10, 10, 0, 20, 10, 0)]
    [InlineData(0, 0, 10, 10, 30, 30, 40, 40, 0)]
    [InlineData(0.25, 0.5, 1.75, 2.5, 0.75, 1, 2.75, 3, 1.5 / 5.5)]
    public void Plain_boxes_overlap_by_intersection_over_union(
        double left, double top, double right, double bottom, double otherLeft, double otherTop, double otherRight, double otherBottom, double expected)
    {
        var (one, other) = (RotatedBox.FromCorners(left, top, right, bottom), RotatedBox.FromCorners(otherLeft, otherTop, otherRight, otherBottom));

        Assert.Equal(expected, OverlapRatio.Of(one, other), 1e-12);
        Assert.Equal(OverlapRatio.Of(one, other), OverlapRatio.Of(other, one));
    }

    [Fact]
    public void A_square_and_itself_turned_by_an_eighth_share_an_octagon()
    {
        // the octagon of a square of side 2 has an area of 8 (√2 − 1)
        var shared = 8 * (Math.Sqrt(2) - 1);

        Assert.Equal(shared / (8 - shared), OverlapRatio.Of(new RotatedBox(1000, 2000, 2, 2), new RotatedBox(1000, 2000, 2, 2, Math.PI / 4)), 1e-12);
    }

    [Fact]
    public void A_box_that_is_turned_by_a_quarter_is_one_with_its_sides_changed() =>
        Assert.Equal(1, OverlapRatio.Of(new RotatedBox(7, 8, 20, 6), new RotatedBox(7, 8, 6, 20, Math.PI / 2)), 1e-12);

    [Fact]
    public void Turned_boxes_that_touch_overlap_by_nothing()
    {
        var (x, y) = (Math.Cos(0.3) * 10, Math.Sin(0.3) * 10);

        Assert.Equal(0, OverlapRatio.Of(new RotatedBox(0, 0, 10, 4, 0.3), new RotatedBox(x, y, 10, 4, 0.3)));
    }

    [Fact]
    public void Turned_boxes_overlap_as_counted_in_a_fine_raster()
    {
        var side = Gen.Double[2, 12];
        var box = Gen.Select(Gen.Double[-4, 4], Gen.Double[-4, 4], side, side, Gen.Double[-Math.PI, Math.PI], (x, y, width, height, angle) => new RotatedBox(x, y, width, height, angle));
        Gen.Select(box, box).Sample(
            (one, other) =>
            {
                // along edges half a step may be counted too much or too little
                var (counted, union) = Count(one, other);
                Assert.Equal(counted, OverlapRatio.Of(one, other), Step * (one.Width + one.Height + other.Width + other.Height) / union);
                Assert.Equal(OverlapRatio.Of(one, other), OverlapRatio.Of(other, one), 1e-9);
            },
            iter: 150);
    }

    [Fact]
    public void Turned_boxes_far_from_the_origin_overlap_as_near_to_it()
    {
        var (one, other) = (new RotatedBox(3, 4, 20, 8, 0.4), new RotatedBox(5, 2, 18, 9, -0.2));

        Assert.Equal(OverlapRatio.Of(one, other), OverlapRatio.Of(one.MovedBy(400_000, 900_000), other.MovedBy(400_000, 900_000)), 1e-8);
    }

    /// <summary>Points of a raster in both boxes over those in either.</summary>
    private static (double Ratio, double Union) Count(RotatedBox one, RotatedBox other)
    {
        var (both, either) = (0, 0);
        for (var y = -14.0; y < 14; y += Step)
        {
            for (var x = -14.0; x < 14; x += Step)
            {
                var (inOne, inOther) = (Contains(one, x, y), Contains(other, x, y));
                both += inOne && inOther ? 1 : 0;
                either += inOne || inOther ? 1 : 0;
            }
        }

        return ((double)both / either, either * Step * Step);
    }

    /// <summary>The point is turned back into the box's own axes.</summary>
    private static bool Contains(RotatedBox box, double x, double y)
    {
        var (dx, dy) = (x - box.CenterX, y - box.CenterY);
        var along = (dx * Math.Cos(box.Angle)) + (dy * Math.Sin(box.Angle));
        var across = (dy * Math.Cos(box.Angle)) - (dx * Math.Sin(box.Angle));
        return Math.Abs(along) <= box.Width / 2 && Math.Abs(across) <= box.Height / 2;
    }
}
