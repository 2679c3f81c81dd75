namespace RasterAnalysis.Detection;

/// <summary>
/// Draws the outline of a mask along the edges of its pixels. Pixels that share an edge belong together; those that meet at a corner alone do not. No ring meets itself: where one would, the part
/// that it closes is a ring of its own.
/// </summary>
internal static class MaskTracer
{
    /// <summary>Traces.</summary>
    /// <param name="mask">Whether each pixel is part of it, row by row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <returns>Outer rings from the top down, each with its holes behind it; empty where no pixel is set.</returns>
    public static IReadOnlyList<PixelRing> Trace(ReadOnlySpan<bool> mask, int width, int height)
    {
        var labels = Label(mask, width, height, out var parts);
        var outer = new PixelRing?[parts];
        var holes = new List<PixelRing>?[parts];
        var isDone = new bool[mask.Length];
        for (var i = 0; i < mask.Length; i++)
        {
            // each ring has an edge above a pixel; the first of a ring starts where it turns
            if (mask[i] && !isDone[i] && (i < width || !mask[i - width]))
            {
                foreach (var corners in Rings(Walk(mask, width, height, i, isDone)))
                {
                    var part = labels[i] - 1;
                    if (IsClockwise(corners))
                    {
                        outer[part] = new PixelRing(Ordered(corners), IsHole: false);
                    }
                    else
                    {
                        (holes[part] ??= []).Add(new PixelRing(Ordered(corners), IsHole: true));
                    }
                }
            }
        }

        return [.. outer.Index().SelectMany(pair => (holes[pair.Index] ?? []).OrderBy(hole => (hole.Corners[0].Row, hole.Corners[0].Column)).Prepend(pair.Item!))];
    }

    /// <summary>Numbers pixels that hang together by edges, from 1 on; 0 for those that are not set.</summary>
    private static int[] Label(ReadOnlySpan<bool> mask, int width, int height, out int parts)
    {
        var labels = new int[mask.Length];
        var waiting = new Stack<int>();
        parts = 0;
        for (var start = 0; start < mask.Length; start++)
        {
            if (!mask[start] || labels[start] != 0)
            {
                continue;
            }

            parts++;
            Visit(start, mask, labels, parts, waiting);
            while (waiting.TryPop(out var at))
            {
                var (row, column) = (at / width, at % width);
                if (column > 0)
                {
                    Visit(at - 1, mask, labels, parts, waiting);
                }

                if (column < width - 1)
                {
                    Visit(at + 1, mask, labels, parts, waiting);
                }

                if (row > 0)
                {
                    Visit(at - width, mask, labels, parts, waiting);
                }

                if (row < height - 1)
                {
                    Visit(at + width, mask, labels, parts, waiting);
                }
            }
        }

        return labels;
    }

    private static void Visit(int at, ReadOnlySpan<bool> mask, int[] labels, int part, Stack<int> waiting)
    {
        if (mask[at] && labels[at] == 0)
        {
            labels[at] = part;
            waiting.Push(at);
        }
    }

    /// <summary>Walks along a boundary with the mask at the right hand, from the upper left corner of a pixel, and stays with a pixel where two meet at a corner.</summary>
    private static List<PixelCorner> Walk(ReadOnlySpan<bool> mask, int width, int height, int start, bool[] isDone)
    {
        var corners = new List<PixelCorner>();
        var (column, row) = (start % width, start / width);
        var (right, down) = (1, 0);
        var first = new PixelCorner(column, row);
        corners.Add(first);
        while (true)
        {
            if (right == 1)
            {
                isDone[(row * width) + column] = true;
            }

            (column, row) = (column + right, row + down);

            // the pixels ahead, at the right and at the left hand
            var isRight = IsSet(mask, width, height, column + Ahead(right, -down), row + Ahead(down, right));
            var isLeft = IsSet(mask, width, height, column + Ahead(right, down), row + Ahead(down, -right));
            if (isRight && !isLeft)
            {
                continue;
            }

            (right, down) = isRight ? (down, -right) : (-down, right);
            var corner = new PixelCorner(column, row);
            if (corner == first && (right, down) == (1, 0))
            {
                return corners;
            }

            corners.Add(corner);
        }
    }

    /// <summary>From a corner to the column or row of the pixel that lies ahead and to one side of it.</summary>
    private static int Ahead(int forward, int aside) => forward + aside > 0 ? 0 : -1;

    private static bool IsSet(ReadOnlySpan<bool> mask, int width, int height, int column, int row) =>
        column >= 0 && row >= 0 && column < width && row < height && mask[(row * width) + column];

    /// <summary>Cuts a walk where it comes to a corner for the second time.</summary>
    private static List<List<PixelCorner>> Rings(List<PixelCorner> walk)
    {
        var rings = new List<List<PixelCorner>>();
        var path = new List<PixelCorner>();
        var places = new Dictionary<PixelCorner, int>();
        foreach (var corner in walk)
        {
            if (places.TryGetValue(corner, out var at))
            {
                rings.Add(path[at..]);
                foreach (var cut in path.Skip(at + 1))
                {
                    places.Remove(cut);
                }

                path.RemoveRange(at + 1, path.Count - at - 1);
            }
            else
            {
                places[corner] = path.Count;
                path.Add(corner);
            }
        }

        rings.Add(path);
        return rings;
    }

    private static bool IsClockwise(List<PixelCorner> corners)
    {
        var sum = 0L;
        for (var i = 0; i < corners.Count; i++)
        {
            var (from, to) = (corners[i], corners[(i + 1) % corners.Count]);
            sum += ((long)from.Column * to.Row) - ((long)to.Column * from.Row);
        }

        return sum > 0;
    }

    private static PixelCorner[] Ordered(List<PixelCorner> corners)
    {
        var first = corners.Index().MinBy(pair => (pair.Item.Row, pair.Item.Column)).Index;
        return [.. corners[first..], .. corners[..first]];
    }
}
