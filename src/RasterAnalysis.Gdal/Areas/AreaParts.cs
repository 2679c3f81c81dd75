using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Areas;

// Cuts a raster into parts over each of which the density is a polynomial; what is none gets smaller and smaller.
internal sealed class AreaParts(IPixelDensity density)
{
    // parts are cut at whole blocks as long as they are larger
    private const int Block = 512;
    private const int Smallest = 8;

    // what has no ground at any of the places looked at is cut on down to this size
    private const int LargestEmpty = 4096;
    private const int MostParts = 1 << 16;
    private int _count;

    // Whether any part has ground.
    public bool HasGround { get; private set; }

    // The parts, row by row of the cuts.
    // UnsmoothGroundException: the density is smooth hardly anywhere.
    public IEnumerable<PixelAreas> Of(PixelWindow window)
    {
        if (++_count > MostParts)
        {
            throw new UnsmoothGroundException();
        }

        var smooth = SmoothAreas.TryFit(density, window, out var hasGround);
        HasGround |= hasGround;
        var longest = Math.Max(window.Width, window.Height);
        return smooth is not null ? [smooth]
            : longest <= Smallest || (!hasGround && longest <= LargestEmpty) ? [hasGround || longest <= Smallest ? new PlacedAreas(density, window) : new NoAreas(window)]
            : Cut(window).SelectMany(Of);
    }

    private static IEnumerable<PixelWindow> Cut(PixelWindow window)
    {
        var (columns, rows) = (HalfOf(window.Width), HalfOf(window.Height));
        return new[]
        {
            new PixelWindow(window.ColumnOffset, window.RowOffset, columns, rows),
            new PixelWindow(window.ColumnOffset + columns, window.RowOffset, window.Width - columns, rows),
            new PixelWindow(window.ColumnOffset, window.RowOffset + rows, columns, window.Height - rows),
            new PixelWindow(window.ColumnOffset + columns, window.RowOffset + rows, window.Width - columns, window.Height - rows),
        }.Where(part => !part.IsEmpty);
    }

    private static int HalfOf(int length)
    {
        var half = (length + 1) / 2;
        return half > Block ? (half + Block - 1) / Block * Block : half;
    }
}
