using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Zones;

// Goes over the windows of a class raster that zones lie in. requireFew is told how many values were met.
internal sealed class ZonePass(GdalDataset dataset, List<Zone> zones, Action<int> requireFew, Action<double>? progress)
{
    private readonly ClassSamples _samples = new(dataset.Band(1));
    private readonly Zone[] _there = [.. zones.Where(zone => !zone.Window.IsEmpty).OrderBy(zone => zone.Window.RowOffset)];

    // The values by their numbers.
    public IReadOnlyList<long> Values => _samples.Values;

    public void Run(IEnumerable<PixelAreas> parts)
    {
        var (width, height) = ClassWindows.SizeOf(dataset.Size, dataset.Band(1));
        var (numbers, squareMetres, inside) = (new int[width * height], new double[width * height], new byte[width * height]);
        var done = 0L;
        foreach (var part in parts)
        {
            var all = part.Window;
            for (var row = all.RowOffset; row < all.RowEnd; row += height)
            {
                for (var column = all.ColumnOffset; column < all.ColumnEnd; column += width)
                {
                    var window = new PixelWindow(column, row, width, height).Intersect(all);
                    Count(part, window, numbers, squareMetres, inside);
                    done += window.PixelCount;
                    progress?.Invoke((double)done / dataset.Size.PixelCount);
                }
            }
        }
    }

    private void Count(PixelAreas part, PixelWindow window, int[] numbers, double[] squareMetres, byte[] inside)
    {
        Zone[] here = [.. _there.TakeWhile(zone => zone.Window.RowOffset < window.RowEnd).Where(zone => !zone.Window.Intersect(window).IsEmpty)];
        if (here.Length == 0)
        {
            return;
        }

        var count = (int)window.PixelCount;
        _samples.Read(window, numbers.AsSpan(0, count));
        requireFew(_samples.Values.Count);
        part.Begin(window);
        for (var row = 0; row < window.Height; row++)
        {
            part.Read(window.RowOffset + row, squareMetres.AsSpan(row * window.Width, window.Width));
        }

        foreach (var zone in here)
        {
            zone.Count(window, numbers.AsSpan(0, count), squareMetres.AsSpan(0, count), _samples.Values.Count, inside);
        }
    }
}
