using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// How a raster is shown: by its colour table, in grey, or in three colours.
internal static class PainterChoice
{
    // Long side of the sample from which a stretch is taken. It is of the whole raster, so that neighbouring views look alike.
    private const int SampleSize = 256;

    public static Painter For(GdalDataset source, IReadOnlyList<int>? wished)
    {
        var bands = wished ?? [.. Enumerable.Range(1, Math.Min(3, source.BandCount))];
        if (source.Band(bands[0]) is { HasColorTable: true } classes && (wished is null || bands.Count == 1))
        {
            return new ClassPainter(classes);
        }

        bands = [.. bands.Take(bands.Count >= 3 ? 3 : 1)];
        var chosen = bands.Select(source.Band).ToList();
        if (chosen.All(band => band.PixelType == PixelType.U8))
        {
            return new ImageryPainter(bands, [.. chosen.Select(_ => Stretch.AsIs)]);
        }

        var stored = chosen.Select(band => band.StoredStatistics).ToList();
        return new ImageryPainter(bands, stored.All(statistics => statistics is not null)
            ? [.. stored.Select(statistics => Stretch.Of(statistics!))]
            : Sample(source, bands));
    }

    private static Stretch[] Sample(GdalDataset source, IReadOnlyList<int> bands)
    {
        var grid = SampleGrid(source.Grid);
        var view = WarpedView.OfSamples(source, bands, grid, ResamplingMethod.Nearest, isExact: false);
        using var reader = GdalRasterReader.OfView(view, grid, bands.Count);
        var count = (int)reader.Grid.Size.PixelCount;
        var samples = new float[bands.Count * count];
        var validity = new byte[count];
        reader.Read(PixelWindow.Whole(reader.Grid.Size), samples, validity);
        return [.. bands.Select((_, index) => Stretch.OfSample(Valid(samples.AsSpan(index * count, count), validity)))];
    }

    private static Span<float> Valid(ReadOnlySpan<float> samples, ReadOnlySpan<byte> validity)
    {
        var valid = new List<float>(samples.Length);
        for (var i = 0; i < samples.Length; i++)
        {
            if (validity[i] != 0)
            {
                valid.Add(samples[i]);
            }
        }

        return valid.ToArray();
    }

    private static RasterGrid SampleGrid(RasterGrid grid)
    {
        var extent = grid.Transform.ExtentOf(grid.Size);
        var share = Math.Min(1, SampleSize / (double)Math.Max(grid.Size.Width, grid.Size.Height));
        var size = new RasterSize(Math.Max(1, (int)(grid.Size.Width * share)), Math.Max(1, (int)(grid.Size.Height * share)));
        var transform = new GeoTransform(extent.XMin, extent.Width / size.Width, 0, extent.YMax, 0, -extent.Height / size.Height);
        return new RasterGrid(size, transform, grid.Wkt);
    }
}
