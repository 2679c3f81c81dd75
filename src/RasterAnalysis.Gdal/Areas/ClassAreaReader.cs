using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Gdal.Areas;

/// <summary>Measures how much of a raster each class has, pixel by pixel on the ellipsoid of the raster's own coordinate system.</summary>
/// <remarks>Thread-safe: each call opens the file for itself. Memory does not grow with the raster.</remarks>
public static class ClassAreaReader
{
    /// <summary>Reads every pixel once.</summary>
    /// <param name="path">File of a raster with one band of whole numbers.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="classes">Values and names of the classes; empty to take those that the file itself names. Values that are none of them are named by their number.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <exception cref="InvalidRequestException">Field <c>id</c>: the raster is no class raster.</exception>
    /// <exception cref="RasterAccessException">The file cannot be opened or read.</exception>
    public static ClassAreas Measure(string path, bool isTrusted, IReadOnlyList<(long Value, string Name)> classes, Action<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        using var dataset = GdalDataset.Open(path, isTrusted);
        var band = dataset.Band(1);
        var named = NamedClasses(dataset, classes);
        var (ground, reason) = Ground.Under(dataset.Grid, dataset.Transform is not null);
        using (ground)
        {
            var sums = new ClassSums();
            var samples = new ClassSamples(band);
            string? unknown = ground is null ? reason : null;
            try
            {
                Read(dataset.Size, band, samples, ground?.PartsOf(PixelWindow.Whole(dataset.Size)) ?? [new NoAreas(PixelWindow.Whole(dataset.Size))], sums, progress);
            }
            catch (UnsmoothGroundException exception)
            {
                // pixels can be counted nevertheless
                (unknown, sums) = (exception.Message, new ClassSums());
                Read(dataset.Size, band, samples, [new NoAreas(PixelWindow.Whole(dataset.Size))], sums, progress);
            }

            unknown ??= ground!.IsAnywhere ? null : "none of the raster's pixels lies on the ground that its coordinate system projects.";
            return unknown is null
                ? Result(named, samples.Values, sums, isKnown: true, ground!.Method, ground.Note)
                : Result(named, samples.Values, sums, isKnown: false, null, $"Square metres are not known: {unknown}");
        }
    }

    // The classes of a raster; those that it names itself where none are given.
    internal static IReadOnlyList<(long Value, string Name)> NamedClasses(GdalDataset dataset, IReadOnlyList<(long Value, string Name)> classes)
    {
        var band = dataset.Band(1);
        return dataset.BandCount != 1 || band.PixelType.IsFloatingPoint()
            ? throw new InvalidRequestException("id", "The raster is no class raster: areas are of rasters with one band of whole numbers whose values have names.")
            : classes.Count > 0 ? classes : ClassNames.Of(band)
            ?? throw new InvalidRequestException("id", "The raster has no classes: neither its metadata nor an attribute table or category names say what its values mean.");
    }

    private static void Read(RasterSize size, GdalRasterBand band, ClassSamples samples, IEnumerable<PixelAreas> parts, ClassSums sums, Action<double>? progress)
    {
        var (width, height) = ClassWindows.SizeOf(size, band);
        var numbers = new int[width * height];
        var squareMetres = new double[width];
        var done = 0L;
        foreach (var part in parts)
        {
            var all = part.Window;
            for (var row = all.RowOffset; row < all.RowEnd; row += height)
            {
                for (var column = all.ColumnOffset; column < all.ColumnEnd; column += width)
                {
                    var window = new PixelWindow(column, row, width, height).Intersect(all);
                    samples.Read(window, numbers.AsSpan(0, (int)window.PixelCount));
                    part.Begin(window);
                    for (var i = 0; i < window.Height; i++)
                    {
                        var areas = squareMetres.AsSpan(0, window.Width);
                        part.Read(row + i, areas);
                        sums.Add(numbers.AsSpan(i * window.Width, window.Width), areas, samples.Values.Count);
                    }

                    done += window.PixelCount;
                    progress?.Invoke((double)done / size.PixelCount);
                }
            }
        }
    }

    private static ClassAreas Result(
        IReadOnlyList<(long Value, string Name)> named, IReadOnlyList<long> values, ClassSums sums, bool isKnown, AreaMethod? method, string note)
    {
        var numbers = values.Index().ToDictionary(value => value.Item, value => value.Index);
        ClassArea Area(long value, string name) =>
            numbers.TryGetValue(value, out var number) ? new(value, name, sums.PixelsOf(number), isKnown ? sums.SquareMetresOf(number) : null) : new(value, name, 0, isKnown ? 0 : null);
        return new ClassAreas(
            [.. named.Select(c => Area(c.Value, c.Name)), .. values.Except(named.Select(c => c.Value)).Order().Select(value => Area(value, $"{value}"))],
            sums.PixelsOf(ClassSamples.NoData), isKnown ? sums.SquareMetresOf(ClassSamples.NoData) : null, method, note);
    }
}
