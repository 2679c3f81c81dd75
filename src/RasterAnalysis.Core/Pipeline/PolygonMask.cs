using RasterAnalysis.Rasters;

namespace RasterAnalysis.Pipeline;

/// <summary>A mask of polygons in pixels: a pixel is wanted when its centre lies inside one of them.</summary>
/// <remarks>A centre on an edge belongs to the polygon at its right or below, so that polygons that share an edge share no pixel.</remarks>
public sealed class PolygonMask(IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> polygons) : IPixelMask
{
    /// <inheritdoc/>
    public void Read(PixelWindow window, Span<byte> wanted)
    {
        wanted.Clear();
        var crossings = new List<double>[window.Height];
        for (var row = 0; row < crossings.Length; row++)
        {
            crossings[row] = [];
        }

        foreach (var polygon in polygons)
        {
            foreach (var ring in polygon)
            {
                Cross(ring, window, crossings);
            }

            for (var row = 0; row < crossings.Length; row++)
            {
                Fill(crossings[row], window, wanted.Slice(row * window.Width, window.Width));
                crossings[row].Clear();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // nothing is held
    }

    /// <summary>Notes where the edges of a ring cross the centre lines of the window's rows.</summary>
    private static void Cross(IReadOnlyList<double> ring, PixelWindow window, List<double>[] crossings)
    {
        var points = ring.Count / 2;
        for (var i = 0; i < points; i++)
        {
            var (x0, y0) = (ring[2 * i], ring[(2 * i) + 1]);
            var next = (i + 1) % points;
            var (x1, y1) = (ring[2 * next], ring[(2 * next) + 1]);
            var (low, high) = (Math.Min(y0, y1), Math.Max(y0, y1));

            // rows with low < row + 0.5 <= high, half open so that a vertex on a centre line counts once
            var first = Math.Max(window.RowOffset, Math.Floor(low - 0.5) + 1);
            var last = Math.Min(window.RowEnd - 1, Math.Floor(high - 0.5));
            for (var row = first; row <= last; row++)
            {
                crossings[(int)row - window.RowOffset].Add(x0 + ((row + 0.5 - y0) / (y1 - y0) * (x1 - x0)));
            }
        }
    }

    private static void Fill(List<double> crossings, PixelWindow window, Span<byte> row)
    {
        crossings.Sort();
        for (var i = 0; i + 1 < crossings.Count; i += 2)
        {
            var first = Math.Max(0, Math.Ceiling(crossings[i] - 0.5) - window.ColumnOffset);
            var end = Math.Min(window.Width, Math.Ceiling(crossings[i + 1] - 0.5) - window.ColumnOffset);
            if (end > first)
            {
                row[(int)first..(int)end].Fill(1);
            }
        }
    }
}
