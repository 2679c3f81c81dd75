using CsCheck;
using RasterAnalysis.Detection;
using RasterAnalysis.Detection.Overlap;

namespace RasterAnalysis.Core.Tests.Detection;

public sealed class NonMaximumSuppressionTests
{
    private const int Width = 300;
    private const int Height = 1000;

    /// <summary>Few scores, so that many are equal; sizes of two orders of magnitude; places on whole and broken pixels.</summary>
    private static readonly Gen<DetectedObject> One =
        from score in Gen.Int[1, 20]
        from x in Gen.Int[0, Width * 4]
        from y in Gen.Int[0, Height * 4]
        from width in Gen.OneOf(Gen.Int[1, 20], Gen.Int[10, 60], Gen.Int[60, 300])
        from height in Gen.OneOf(Gen.Int[1, 20], Gen.Int[10, 60], Gen.Int[60, 300])
        from angle in Gen.OneOf(Gen.Const(0.0), Gen.Const(0.0), Gen.Double[-1.6, 1.6])
        from one in Gen.Int[0, 2]
        select new DetectedObject(one, score / 20f, new RotatedBox(x / 4.0, y / 4.0, width, height, angle));

    /// <summary>Objects that lie on each other, as a network gives them for one thing.</summary>
    private static readonly Gen<DetectedObject[]> Cluster =
        from first in One
        from shifts in Gen.Select(Gen.Int[-4, 4], Gen.Int[-4, 4], Gen.Int[1, 20]).Array[0, 12]
        select new[] { first }.Concat(shifts.Select(shift => first with { Score = shift.Item3 / 20f, Box = first.Box.MovedBy(shift.Item1, shift.Item2) })).ToArray();

    private static readonly Gen<DetectedObject[]> Objects = Cluster.Array[0, 25].Select(clusters => clusters.SelectMany(cluster => cluster).ToArray());

    private static readonly Gen<double> Ratio = Gen.Int[0, 6].Select(i => new[] { 0, 0.1, 0.3, 0.5, 0.7, 0.95, 1 }[i]);

    [Fact]
    public void What_stays_is_what_greedy_suppression_of_all_at_once_leaves() =>
        Gen.Select(Objects, Ratio, Gen.Bool, Gen.Int[20, 500]).Sample(
            (objects, ratio, isAgnostic, section) =>
                Assert.Equal(InOrder(Greedy(objects, ratio, isAgnostic)), Stream(objects, ratio, isAgnostic, section)),
            iter: 600);

    [Fact]
    public void The_height_of_sections_changes_neither_objects_nor_their_order() =>
        Gen.Select(Objects, Ratio, Gen.Bool).Sample(
            (objects, ratio, isAgnostic) =>
            {
                var whole = Stream(objects, ratio, isAgnostic, Height * 2);
                Assert.All([16, 64, 100, 256, 512], section => Assert.Equal(whole, Stream(objects, ratio, isAgnostic, section)));
            },
            iter: 60);

    [Fact]
    public void The_order_in_which_objects_come_within_a_row_of_sections_does_not_matter() =>
        Gen.Select(Objects, Ratio, Gen.Int[50, 300], Gen.Int).Sample(
            (objects, ratio, section, seed) =>
            {
                var shuffled = objects.ToArray();
                new Random(seed).Shuffle(shuffled);
                Assert.Equal(Stream(objects, ratio, isAgnostic: false, section), Stream(shuffled, ratio, isAgnostic: false, section));
            },
            iter: 100);

    [Fact]
    public void Objects_of_different_classes_leave_each_other_alone_unless_all_are_one()
    {
        DetectedObject[] objects = [Plain(0, 0.9f, 0, 0, 10, 10), Plain(1, 0.8f, 1, 0, 11, 10), Plain(0, 0.7f, 2, 0, 12, 10)];

        Assert.Equal([objects[0], objects[1]], Stream(objects, 0.3, isAgnostic: false, 100));
        Assert.Equal([objects[0]], Stream(objects, 0.3, isAgnostic: true, 100));
    }

    [Fact]
    public void An_object_whose_suppressor_is_suppressed_itself_stays()
    {
        DetectedObject[] objects = [Plain(0, 0.9f, 0, 0, 10, 10), Plain(0, 0.8f, 0, 5, 10, 15), Plain(0, 0.7f, 0, 10, 10, 20)];

        Assert.Equal([objects[0], objects[2]], Stream(objects, 0.3, isAgnostic: false, 5));
    }

    [Fact]
    public void Of_objects_that_are_alike_one_stays()
    {
        var one = Plain(0, 0.9f, 0, 0, 10, 10);

        Assert.Equal([one], Stream([one, one, one], 0.5, isAgnostic: false, 5));
    }

    [Fact]
    public void An_overlap_of_just_the_ratio_is_allowed()
    {
        // 5 of 15 rows are shared
        DetectedObject[] objects = [Plain(0, 0.9f, 0, 0, 10, 10), Plain(0, 0.8f, 0, 5, 10, 15)];

        Assert.Equal(objects, Stream(objects, 5.0 / 15, isAgnostic: false, 50));
        Assert.Equal([objects[0]], Stream(objects, 0.333, isAgnostic: false, 50));
    }

    [Fact]
    public void Boxes_that_touch_overlap_by_nothing()
    {
        DetectedObject[] objects = [Plain(0, 0.9f, 0, 0, 10, 10), Plain(0, 0.8f, 10, 0, 20, 10), Plain(0, 0.8f, 0, 10, 10, 20)];

        Assert.Equal(objects, Stream(objects, 0, isAgnostic: false, 50));
    }

    [Fact]
    public void What_is_held_does_not_grow_with_the_raster()
    {
        var pass = new NonMaximumSuppression(0.3);
        var (most, kept) = (0, 0);
        for (var row = 0; row < 2000; row++)
        {
            // a row of pairs, each of which overlaps with the pair below
            pass.Add(Enumerable.Range(0, 50).SelectMany(column => new[]
            {
                Plain(0, 0.9f - (row % 3 * 0.1f), column * 30, row * 20, (column * 30) + 20, (row * 20) + 22),
                Plain(0, 0.5f, (column * 30) + 1, row * 20, (column * 30) + 21, (row * 20) + 22),
            }));
            most = Math.Max(most, pass.Held);
            kept += pass.Advance((row + 1) * 20).Count;
        }

        kept += pass.Finish().Count;
        Assert.Equal(50 * 2000, kept);
        Assert.True(most <= 400, $"{most} were held");
        Assert.Equal(0, pass.Held);
    }

    [Fact]
    public void A_chain_across_the_whole_raster_is_held_until_its_surest_end_is_known()
    {
        // each overlaps with the next, which is surer
        var chain = Enumerable.Range(0, 500).Select(i => Plain(0, (i + 1) / 500f, 0, i * 5, 10, (i * 5) + 10)).ToArray();
        var pass = new NonMaximumSuppression(0.3);
        foreach (var link in chain)
        {
            pass.Add([link]);
            Assert.Empty(pass.Advance(link.Box.Top));
        }

        Assert.Equal(500, pass.Held);
        Assert.Equal(chain.Where((_, i) => (499 - i) % 2 == 0), pass.Finish());
    }

    [Fact]
    public void An_object_above_the_frontier_is_refused()
    {
        var pass = new NonMaximumSuppression(0.3);
        pass.Advance(100);

        var exception = Assert.Throws<ArgumentException>(() => pass.Add([Plain(0, 0.9f, 0, 99, 10, 120)]));

        Assert.Contains("begins at row 99, and the pass is at row 100", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void A_ratio_that_is_none_is_refused(double ratio) => Assert.Throws<ArgumentOutOfRangeException>(() => new NonMaximumSuppression(ratio));

    private static DetectedObject Plain(int one, float score, double left, double top, double right, double bottom) => new(one, score, RotatedBox.FromCorners(left, top, right, bottom));

    /// <summary>All objects against all that stay, by definition.</summary>
    private static List<DetectedObject> Greedy(IEnumerable<DetectedObject> objects, double ratio, bool isAgnostic)
    {
        var kept = new List<DetectedObject>();
        foreach (var one in objects.Order(ObjectRank.Instance))
        {
            if (!kept.Any(other => (isAgnostic || other.Class == one.Class) && OverlapRatio.Of(other.Box, one.Box) > ratio))
            {
                kept.Add(one);
            }
        }

        return kept;
    }

    private static DetectedObject[] InOrder(IEnumerable<DetectedObject> objects) =>
        [.. objects.OrderBy(one => one.Box.Top).ThenBy(one => one.Box.Left).ThenBy(one => one, ObjectRank.Instance)];

    /// <summary>Objects come row of sections by row of sections, by the row of their centre.</summary>
    private static List<DetectedObject> Stream(IReadOnlyList<DetectedObject> objects, double ratio, bool isAgnostic, int section)
    {
        var pass = new NonMaximumSuppression(ratio, isAgnostic);
        var kept = new List<DetectedObject>();
        var rows = objects.GroupBy(one => (int)Math.Floor(one.Box.CenterY / section)).OrderBy(row => row.Key).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            kept.AddRange(pass.Advance(rows[i..].SelectMany(row => row).Min(one => one.Box.Top)));
            pass.Add(rows[i]);
        }

        kept.AddRange(pass.Finish());
        Assert.Equal(0, pass.Held);
        return kept;
    }
}
