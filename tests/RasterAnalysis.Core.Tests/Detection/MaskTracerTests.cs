using CsCheck;
using RasterAnalysis.Detection;

namespace RasterAnalysis.Core.Tests.Detection;

public sealed class MaskTracerTests
{
    private static readonly Gen<(bool[] Mask, int Width)> Masks =
        from width in Gen.Int[1, 14]
        from height in Gen.Int[1, 14]
        from density in Gen.Int[1, 9]
        from values in Gen.Int[0, 9].Array[width * height]
        select (values.Select(value => value < density).ToArray(), width);

    [Fact]
    public void A_pixel_is_a_square()
    {
        var ring = Assert.Single(Trace("...", ".#.", "..."));

        Assert.False(ring.IsHole);
        Assert.Equal([(1, 1), (2, 1), (2, 2), (1, 2)], Corners(ring));
    }

    [Fact]
    public void Straight_edges_have_corners_at_their_ends_alone()
    {
        var ring = Assert.Single(Trace("####", "#...", "#..."));

        Assert.Equal([(0, 0), (4, 0), (4, 1), (1, 1), (1, 3), (0, 3)], Corners(ring));
    }

    [Fact]
    public void A_hole_follows_its_outer_ring_and_goes_the_other_way()
    {
        var rings = Trace("###.", "#.#.", "####", "...#");

        Assert.Equal([false, true], rings.Select(ring => ring.IsHole));
        Assert.Equal([(1, 1), (1, 2), (2, 2), (2, 1)], Corners(rings[1]));
    }

    [Fact]
    public void Pixels_that_meet_at_a_corner_are_two_polygons()
    {
        var rings = Trace("#.", ".#");

        Assert.Equal([false, false], rings.Select(ring => ring.IsHole));
        Assert.Equal([[(0, 0), (1, 0), (1, 1), (0, 1)], [(1, 1), (2, 1), (2, 2), (1, 2)]], rings.Select(Corners));
    }

    [Fact]
    public void Holes_that_meet_at_a_corner_are_two_rings()
    {
        var rings = Trace("####", "#.##", "##.#", "####");

        Assert.Equal([false, true, true], rings.Select(ring => ring.IsHole));
        Assert.Equal([[(1, 1), (1, 2), (2, 2), (2, 1)], [(2, 2), (2, 3), (3, 3), (3, 2)]], rings.Skip(1).Select(Corners));
    }

    [Fact]
    public void A_part_whose_ends_meet_at_a_corner_encloses_a_hole()
    {
        // the lower right pixel of the frame is missing, and its ends meet there
        var rings = Trace("###", "#.#", "##.");

        Assert.Equal([false, true], rings.Select(ring => ring.IsHole));
        Assert.Equal([(0, 0), (3, 0), (3, 2), (2, 2), (2, 3), (0, 3)], Corners(rings[0]));
        Assert.Equal([(1, 1), (1, 2), (2, 2), (2, 1)], Corners(rings[1]));
    }

    [Fact]
    public void An_island_in_a_hole_is_a_polygon_of_its_own()
    {
        var rings = Trace("#####", "#...#", "#.#.#", "#...#", "#####");

        Assert.Equal([(false, 0), (true, 1), (false, 2)], rings.Select(ring => (ring.IsHole, ring.Corners[0].Row)));
    }

    [Fact]
    public void An_empty_mask_has_no_ring() => Assert.Empty(Trace("..", ".."));

    [Fact]
    public void Polygons_turned_back_to_pixels_are_the_mask() => Masks.Sample(
        mask => Assert.Equal(mask.Mask, Fill(Trace(mask.Mask, mask.Width), mask.Width, mask.Mask.Length / mask.Width)),
        iter: 2000);

    [Fact]
    public void Each_polygon_alone_is_pixels_that_hang_together_and_all_of_them() => Masks.Sample(
        mask =>
        {
            var (rings, height) = (Trace(mask.Mask, mask.Width), mask.Mask.Length / mask.Width);
            var union = new bool[mask.Mask.Length];
            foreach (var polygon in Polygons(rings))
            {
                var own = Fill(polygon, mask.Width, height);
                Assert.True(HangsTogether(own, mask.Width));
                Assert.DoesNotContain(true, own.Zip(union, (a, b) => a && b));
                union = [.. own.Zip(union, (a, b) => a || b)];
            }

            Assert.Equal(mask.Mask, union);
        },
        iter: 1000);

    [Fact]
    public void No_ring_meets_itself_or_goes_along_another() => Masks.Sample(
        mask =>
        {
            var rings = Trace(mask.Mask, mask.Width);
            Assert.All(rings, ring => Assert.Equal(Points(ring).Count(), Points(ring).Distinct().Count()));
            var edges = rings.SelectMany(ring => Edges(ring)).ToArray();
            Assert.Equal(edges.Length, edges.Distinct().Count());
            Assert.All(rings, ring => Assert.Equal(ring.IsHole, Area(ring) < 0));
        },
        iter: 2000);

    private static IReadOnlyList<PixelRing> Trace(params string[] rows) => Trace([.. rows.SelectMany(row => row.Select(pixel => pixel == '#'))], rows[0].Length);

    private static IReadOnlyList<PixelRing> Trace(bool[] mask, int width) => MaskTracer.Trace(mask, width, mask.Length / width);

    private static IEnumerable<(int, int)> Corners(PixelRing ring) => ring.Corners.Select(corner => (corner.Column, corner.Row));

    private static IEnumerable<IReadOnlyList<PixelRing>> Polygons(IReadOnlyList<PixelRing> rings)
    {
        for (var i = 0; i < rings.Count; i++)
        {
            if (!rings[i].IsHole)
            {
                yield return [rings[i], .. rings.Skip(i + 1).TakeWhile(ring => ring.IsHole)];
            }
        }
    }

    /// <summary>A pixel is inside when the way to its left crosses an odd number of edges.</summary>
    private static bool[] Fill(IEnumerable<PixelRing> rings, int width, int height)
    {
        var isInside = new bool[width * height];
        foreach (var (column, row) in rings.SelectMany(Edges).Where(edge => edge.IsVertical).Select(edge => (edge.Column, edge.Row)))
        {
            for (var x = column; x < width; x++)
            {
                isInside[(row * width) + x] ^= true;
            }
        }

        return isInside;
    }

    /// <summary>Edges of pixels, by their upper or left end.</summary>
    private static IEnumerable<(bool IsVertical, int Column, int Row)> Edges(PixelRing ring)
    {
        for (var i = 0; i < ring.Corners.Count; i++)
        {
            var (from, to) = (ring.Corners[i], ring.Corners[(i + 1) % ring.Corners.Count]);
            Assert.True((from.Column == to.Column) != (from.Row == to.Row), "an edge lies along columns or rows");
            for (var column = Math.Min(from.Column, to.Column); column < Math.Max(from.Column, to.Column); column++)
            {
                yield return (false, column, from.Row);
            }

            for (var row = Math.Min(from.Row, to.Row); row < Math.Max(from.Row, to.Row); row++)
            {
                yield return (true, from.Column, row);
            }
        }
    }

    /// <summary>All corners of pixels on the ring, each as often as the ring comes by.</summary>
    private static IEnumerable<PixelCorner> Points(PixelRing ring)
    {
        for (var i = 0; i < ring.Corners.Count; i++)
        {
            var (from, to) = (ring.Corners[i], ring.Corners[(i + 1) % ring.Corners.Count]);
            var (columns, rows) = (Math.Sign(to.Column - from.Column), Math.Sign(to.Row - from.Row));
            for (var at = from; at != to; at = new PixelCorner(at.Column + columns, at.Row + rows))
            {
                yield return at;
            }
        }
    }

    private static int Area(PixelRing ring) => ring.Corners.Index().Sum(pair =>
    {
        var next = ring.Corners[(pair.Index + 1) % ring.Corners.Count];
        return (pair.Item.Column * next.Row) - (next.Column * pair.Item.Row);
    });

    private static bool HangsTogether(bool[] mask, int width)
    {
        var seen = new HashSet<int>();
        var waiting = new Queue<int>([Array.IndexOf(mask, true)]);
        while (waiting.TryDequeue(out var at))
        {
            if (at < 0 || at >= mask.Length || !mask[at] || !seen.Add(at))
            {
                continue;
            }

            waiting.Enqueue(at - width);
            waiting.Enqueue(at + width);
            waiting.Enqueue(at % width > 0 ? at - 1 : -1);
            waiting.Enqueue(at % width < width - 1 ? at + 1 : -1);
        }

        return seen.Count == mask.Count(isSet => isSet);
    }
}
