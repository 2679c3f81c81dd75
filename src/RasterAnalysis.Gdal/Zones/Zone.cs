using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Gdal.Zones;

// A zone on the grid of a raster, and what was counted in it so far.
internal sealed class Zone
{
    // by so much a zone may be beyond the raster before pixels' centres can be
    private const double HalfPixel = 0.5;

    private readonly PolygonMask? _mask;
    private readonly ZoneFit _fit;

    private Zone(long id, string? name, ZoneFit fit, PixelWindow window, PolygonMask? mask) => (Id, Name, _fit, Window, _mask) = (id, name, fit, window, mask);

    public long Id { get; }

    public string? Name { get; }

    // The pixels in which its own can be.
    public PixelWindow Window { get; }

    public ClassSums Sums { get; private set; } = new();

    public bool HasPixels { get; private set; }

    public ZoneFit Fit => !HasPixels && _fit is ZoneFit.Within or ZoneFit.Partly ? ZoneFit.BetweenCentres : _fit;

    // A zone without pixels.
    public static Zone Without(long id, string? name, ZoneFit fit) => new(id, name, fit, default, null);

    // polygons: as GridPolygons lays them.
    public static Zone Of(long id, string? name, IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> polygons, RasterSize size)
    {
        var (left, right, top, bottom) = (double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity);
        foreach (var ring in polygons.SelectMany(polygon => polygon))
        {
            for (var i = 0; i + 1 < ring.Count; i += 2)
            {
                (left, right) = (Math.Min(left, ring[i]), Math.Max(right, ring[i]));
                (top, bottom) = (Math.Min(top, ring[i + 1]), Math.Max(bottom, ring[i + 1]));
            }
        }

        if (polygons.Count == 0)
        {
            return Without(id, name, ZoneFit.Outside);
        }

        var fit = left < -HalfPixel || top < -HalfPixel || right > size.Width + HalfPixel || bottom > size.Height + HalfPixel ? ZoneFit.Partly : ZoneFit.Within;
        var (column, row) = ((int)Math.Floor(Math.Max(0, left)), (int)Math.Floor(Math.Max(0, top)));
        var (columnEnd, rowEnd) = ((int)Math.Ceiling(Math.Min(size.Width, right)), (int)Math.Ceiling(Math.Min(size.Height, bottom)));
        return new Zone(id, name, fit, new PixelWindow(column, row, columnEnd - column, rowEnd - row), new PolygonMask(polygons));
    }

    // Counts its pixels in a window. numbers and squareMetres are of all pixels of the window.
    public void Count(PixelWindow window, ReadOnlySpan<int> numbers, ReadOnlySpan<double> squareMetres, int classes, Span<byte> inside)
    {
        var own = Window.Intersect(window);
        inside = inside[..(int)own.PixelCount];
        _mask!.Read(own, inside);
        for (var row = 0; row < own.Height; row++)
        {
            var line = inside.Slice(row * own.Width, own.Width);
            var start = ((own.RowOffset - window.RowOffset + row) * window.Width) + own.ColumnOffset - window.ColumnOffset;
            for (var first = line.IndexOf((byte)1); first >= 0;)
            {
                var length = line[first..].IndexOf((byte)0) is >= 0 and var end ? end : line.Length - first;
                Sums.Add(numbers.Slice(start + first, length), squareMetres.Slice(start + first, length), classes);
                HasPixels = true;
                var next = line[(first + length)..].IndexOf((byte)1);
                first = next < 0 ? -1 : first + length + next;
            }
        }
    }

    // Forgets what was counted.
    public void Clear() => (Sums, HasPixels) = (new ClassSums(), false);
}
