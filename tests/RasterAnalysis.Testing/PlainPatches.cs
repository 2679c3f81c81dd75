namespace RasterAnalysis.Testing;

/// <summary>The minimum mapping unit straight from its rule: the whole raster is labelled anew for each round. Rows by columns; NoData is -1.</summary>
public static class PlainPatches
{
    private static readonly (int Row, int Column)[] Edges = [(-1, 0), (0, -1), (0, 1), (1, 0)];
    private static readonly (int Row, int Column)[] Corners = [(-1, -1), (-1, 1), (1, -1), (1, 1)];

    /// <summary>Merges the patches of a raster; slow, for small ones.</summary>
    /// <param name="raster">Values by row and column; -1 where there is none.</param>
    /// <param name="unit">Pixels that a patch must have.</param>
    /// <param name="connectivity">4 or 8.</param>
    public static int[,] Merge(int[,] raster, int unit, int connectivity)
    {
        var current = (int[,])raster.Clone();
        for (var size = 1; size < unit; size++)
        {
            // first those that prefer a larger patch, at once; then the others, by value from the highest
            Move(current, connectivity, size, (_, target) => target > size);
            for (var value = raster.Cast<int>().Max(); value >= 0; value--)
            {
                Move(current, connectivity, size, (own, _) => own == value);
            }
        }

        return current;
    }

    private static void Move(int[,] current, int connectivity, int size, Func<int, int, bool> isTurn)
    {
        var patches = Label(current, connectivity);
        var moves = new List<(List<(int Row, int Column)> Pixels, int Value)>();
        foreach (var patch in patches.Where(patch => patch.Pixels.Count == size && patch.Borders.Count > 0))
        {
            var target = patch.Borders.OrderByDescending(border => border.Value).ThenByDescending(border => patches[border.Key].Pixels.Count).ThenBy(border => patches[border.Key].Value)
                .Select(border => patches[border.Key]).First();
            if (isTurn(patch.Value, target.Pixels.Count))
            {
                moves.Add((patch.Pixels, target.Value));
            }
        }

        foreach (var (pixels, value) in moves)
        {
            foreach (var (row, column) in pixels)
            {
                current[row, column] = value;
            }
        }
    }

    /// <summary>The patches, with the number of each neighbour and the edges shared with it.</summary>
    public static List<(int Value, List<(int Row, int Column)> Pixels, Dictionary<int, int> Borders)> Label(int[,] raster, int connectivity)
    {
        var (rows, columns) = (raster.GetLength(0), raster.GetLength(1));
        var labels = new int[rows, columns];
        var patches = new List<(int Value, List<(int Row, int Column)> Pixels, Dictionary<int, int> Borders)>();
        var steps = connectivity == 8 ? [.. Edges, .. Corners] : Edges;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (raster[row, column] >= 0 && labels[row, column] == 0)
                {
                    patches.Add((raster[row, column], Flood(row, column, patches.Count + 1), []));
                }
            }
        }

        foreach (var (number, patch) in patches.Index())
        {
            foreach (var (row, column) in patch.Pixels)
            {
                foreach (var step in steps)
                {
                    if (Inside(row + step.Row, column + step.Column) && labels[row + step.Row, column + step.Column] is > 0 and var other && other != number + 1)
                    {
                        patch.Borders[other - 1] = patch.Borders.GetValueOrDefault(other - 1) + (step.Row == 0 || step.Column == 0 ? 1 : 0);
                    }
                }
            }
        }

        return patches;

        bool Inside(int row, int column) => row >= 0 && column >= 0 && row < rows && column < columns;

        List<(int Row, int Column)> Flood(int row, int column, int label)
        {
            var pixels = new List<(int Row, int Column)> { (row, column) };
            labels[row, column] = label;
            for (var next = 0; next < pixels.Count; next++)
            {
                foreach (var step in steps)
                {
                    var (r, c) = (pixels[next].Row + step.Row, pixels[next].Column + step.Column);
                    if (Inside(r, c) && labels[r, c] == 0 && raster[r, c] == raster[row, column])
                    {
                        labels[r, c] = label;
                        pixels.Add((r, c));
                    }
                }
            }

            return pixels;
        }
    }
}
