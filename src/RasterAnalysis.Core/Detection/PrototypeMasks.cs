using RasterAnalysis.Inference;

namespace RasterAnalysis.Detection;

/// <summary>
/// Masks of one image as YOLO makes them: weighted sums of prototypes, brought to pixels of the tile between the centres of their own, cut at the object's box and at a probability of 0.5, which is
/// a sum of 0.
/// </summary>
internal sealed class PrototypeMasks
{
    private readonly ReadOnlyMemory<float> _values;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _count;
    private readonly int _height;
    private readonly int _width;

    /// <summary>Over the prototypes of one image.</summary>
    /// <exception cref="InferenceException">They have another shape than the layout says.</exception>
    public PrototypeMasks(NetworkOutput prototypes, int image, DetectorLayout layout, ObjectSink sink)
    {
        sink.Check(prototypes, 1, sink.Images, layout.Prototypes, -1, -1);
        (_count, _rows, _columns, _height, _width) = (layout.Prototypes, prototypes.Dimensions[2], prototypes.Dimensions[3], sink.Height, sink.Width);
        var length = _count * _rows * _columns;
        _values = prototypes.Values.Slice(image * length, length);
    }

    /// <summary>The mask of an object as rings in pixels of the tile; empty where it has no pixel in it.</summary>
    /// <param name="box">The object's box; a pixel belongs to it whose column and row do not lie before its left and upper edge, and before the others.</param>
    /// <param name="weight">The weight of each prototype.</param>
    public IReadOnlyList<PixelRing> Trace(RotatedBox box, Func<int, float> weight)
    {
        var (left, right) = Range(box.Left, box.Right, _width);
        var (top, bottom) = Range(box.Top, box.Bottom, _height);
        if (left >= right || top >= bottom)
        {
            return [];
        }

        var (columns, rows) = (Places(left, right, _width, _columns), Places(top, bottom, _height, _rows));
        var (firstColumn, firstRow) = (columns[0].Before, rows[0].Before);
        var (sumColumns, sumRows) = (columns[^1].After - firstColumn + 1, rows[^1].After - firstRow + 1);
        var sums = Sum(weight, firstRow, sumRows, firstColumn, sumColumns);
        var isSet = new bool[(right - left) * (bottom - top)];
        for (var row = 0; row < rows.Length; row++)
        {
            var upper = (rows[row].Before - firstRow) * sumColumns;
            var lower = (rows[row].After - firstRow) * sumColumns;
            for (var column = 0; column < columns.Length; column++)
            {
                var (before, after, part) = (columns[column].Before - firstColumn, columns[column].After - firstColumn, columns[column].Part);
                var above = sums[upper + before] + ((sums[upper + after] - sums[upper + before]) * part);
                var below = sums[lower + before] + ((sums[lower + after] - sums[lower + before]) * part);
                isSet[(row * columns.Length) + column] = above + ((below - above) * rows[row].Part) > 0;
            }
        }

        return [.. MaskTracer.Trace(isSet, columns.Length, rows.Length).Select(ring => ring.MovedBy(left, top))];
    }

    private static (int From, int To) Range(double from, double to, int length) =>
        ((int)Math.Clamp(Math.Ceiling(from), 0, length), (int)Math.Clamp(Math.Ceiling(to), 0, length));

    /// <summary>Between which of the prototypes' pixels each pixel of the tile lies.</summary>
    private static (int Before, int After, double Part)[] Places(int from, int to, int length, int own)
    {
        var places = new (int, int, double)[to - from];
        for (var i = 0; i < places.Length; i++)
        {
            var at = Math.Clamp(((from + i + 0.5) * own / length) - 0.5, 0, own - 1);
            var before = (int)at;
            places[i] = (before, Math.Min(before + 1, own - 1), at - before);
        }

        return places;
    }

    private double[] Sum(Func<int, float> weight, int firstRow, int rows, int firstColumn, int columns)
    {
        var sums = new double[rows * columns];
        var values = _values.Span;
        for (var k = 0; k < _count; k++)
        {
            double factor = weight(k);
            for (var row = 0; row < rows; row++)
            {
                var line = values.Slice((((k * _rows) + firstRow + row) * _columns) + firstColumn, columns);
                for (var column = 0; column < columns; column++)
                {
                    sums[(row * columns) + column] += factor * line[column];
                }
            }
        }

        return sums;
    }
}
