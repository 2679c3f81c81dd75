using RasterAnalysis.Detection;
using RasterAnalysis.Inference;
using static RasterAnalysis.Core.Tests.Detection.Detectors;

namespace RasterAnalysis.Core.Tests.Detection;

public sealed class InstanceMaskTests
{
    [Fact]
    public void Masks_of_torchvision_are_cut_at_one_half()
    {
        var layout = Choose(Definition(1, "InstanceSegmentation"), Tensor("boxes", -1, 4), Tensor("scores", -1), Labels("labels", -1), Tensor("masks", -1, 1, -1, -1));
        var masks = new float[2 * 4 * 5];

        // pixels (1, 1), (2, 1) and (2, 2) of the first; the second has none
        (masks[6], masks[7], masks[12], masks[13], masks[20]) = (0.75f, 0.5001f, 1, 0.25f, 0.5f);

        var found = new DetectorDecoder(layout, 0.5).Decode([Output([2, 4], 0, 0, 5, 4, 0, 0, 5, 4), Output([2], 0.75f, 0.5f), Output([2], 1, 1), Output([2, 1, 4, 5], masks)], 1, 4, 5);

        var only = Assert.Single(found[0].Objects);
        Assert.Equal([(1, 1), (3, 1), (3, 3), (2, 3), (2, 2), (1, 2)], Assert.Single(only.Mask!).Corners.Select(corner => (corner.Column, corner.Row)));
        Assert.Equal(1, found.Sum(image => image.WithoutMask));
    }

    [Fact]
    public void Prototypes_of_the_tiles_own_size_are_added_by_weight_and_cut_at_the_box()
    {
        const int Side = 8;
        var layout = Choose(Definition(1, "InstanceSegmentation"), [1, 3, Side, Side], Tensor("output0", 1, 7, -1), Tensor("output1", 1, 2, Side, Side));

        // the first prototype is its column, the second its row: 2 (column − 3) − (row − 4) is over 0
        float[] prototypes = [.. Pixels(Side, (column, _) => column - 3), .. Pixels(Side, (_, row) => row - 4)];
        var run = Output([1, 7, 2], Transposed([4, 4, 5.5f, 6, 0.75f, 2, -1], [4, 4, 8, 8, 0.125f, 1, 1]));

        var found = new DetectorDecoder(layout, 0.5).Decode([run, Output([1, 2, Side, Side], prototypes)], 1, Side, Side);

        // the box reaches from 1.25 to 6.75 and from 1 to 7: columns 2 to 6, rows 1 to 6
        var mask = Assert.Single(found[0].Objects).Mask!;
        Assert.Equal(
            Pixels(Side, (column, row) => column is >= 2 and <= 6 && row is >= 1 and <= 6 && (2 * (column - 3)) - (row - 4) > 0),
            Filled(mask, Side));
    }

    [Fact]
    public void Coarser_prototypes_are_brought_to_pixels_between_their_centres()
    {
        const int Side = 16;
        var layout = Choose(Definition(1, "InstanceSegmentation"), [1, 3, Side, Side], Tensor("output0", 1, 6, -1), Tensor("output1", 1, 1, 4, 4));

        // −1, 3, 3, 3 along each row: centres at 2, 6, 10, 14; it is 0 a quarter of the way from 2 to 6
        var prototypes = Pixels(4, (column, _) => column == 0 ? -1f : 3f);

        var found = new DetectorDecoder(layout, 0.5).Decode([Output([1, 6, 1], 8, 8, 16, 16, 0.75f, 1), Output([1, 1, 4, 4], prototypes)], 1, Side, Side);

        // the centre of pixel 2 lies at 2.5, before 3, and that of pixel 3 behind it
        Assert.Equal([(3, 0), (16, 0), (16, 16), (3, 16)], Assert.Single(Assert.Single(found[0].Objects).Mask!).Corners.Select(corner => (corner.Column, corner.Row)));
    }

    [Fact]
    public void Each_image_of_a_batch_has_its_own_prototypes()
    {
        var layout = Choose(Definition(1, "InstanceSegmentation"), [2, 3, 2, 2], Tensor("output0", 2, 6, -1), Tensor("output1", 2, 1, 2, 2));

        var found = new DetectorDecoder(layout, 0.5).Decode(
            [Output([2, 6, 1], 1, 1, 2, 2, 0.75f, 1, 1, 1, 2, 2, 0.75f, 1), Output([2, 1, 2, 2], 1, -1, -1, -1, -1, -1, -1, 1)], 2, 2, 2);

        Assert.Equal([true, false, false, false], Filled(Assert.Single(found[0].Objects).Mask!, 2));
        Assert.Equal([false, false, false, true], Filled(Assert.Single(found[1].Objects).Mask!, 2));
    }

    [Fact]
    public void YOLO_v5_has_masks_as_well()
    {
        var layout = Choose(Definition(1, "InstanceSegmentation"), [1, 3, 2, 2], Tensor("output0", 1, -1, 7), Tensor("output1", 1, 1, 2, 2));

        var found = new DetectorDecoder(layout, 0.5).Decode([Output([1, 1, 7], 1, 1, 2, 2, 1, 0.75f, -2), Output([1, 1, 2, 2], 1, -1, -1, 1)], 1, 2, 2);

        Assert.Equal([false, true, true, false], Filled(Assert.Single(found[0].Objects).Mask!, 2));
    }

    [Fact]
    public void An_object_moves_with_its_mask()
    {
        var one = new DetectedObject(0, 1, new RotatedBox(1, 2, 3, 4, 0.5), [new PixelRing([new PixelCorner(0, 0), new PixelCorner(1, 0), new PixelCorner(1, 1), new PixelCorner(0, 1)], false)]);

        var moved = one.MovedBy(100, 200);

        Assert.Equal(new RotatedBox(101, 202, 3, 4, 0.5), moved.Box);
        Assert.Equal([(100, 200), (101, 200), (101, 201), (100, 201)], moved.Mask![0].Corners.Select(corner => (corner.Column, corner.Row)));
    }

    private static T[] Pixels<T>(int side, Func<int, int, T> value) => [.. Enumerable.Range(0, side * side).Select(i => value(i % side, i / side))];

    /// <summary>Pixels whose way to the left crosses an odd number of upright edges.</summary>
    private static bool[] Filled(IReadOnlyList<PixelRing> rings, int side) => Pixels(side, (column, row) => rings.Sum(ring => ring.Corners.Index().Count(pair =>
    {
        var (from, to) = (pair.Item, ring.Corners[(pair.Index + 1) % ring.Corners.Count]);
        return from.Column == to.Column && from.Column <= column && Math.Min(from.Row, to.Row) <= row && row < Math.Max(from.Row, to.Row);
    })) % 2 == 1);
}
