using RasterAnalysis.Accuracy;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Accuracy;

/// <summary>Compares a class raster with a reference raster, pixel by pixel, on the grid of the former.</summary>
/// <remarks>Thread-safe: each call opens the files for itself. Memory does not grow with the rasters.</remarks>
public static class ClassCensus
{
    private const string Field = "reference";

    /// <summary>Reads every pixel once.</summary>
    /// <param name="path">File of the map, a raster with one band of whole numbers.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="referencePath">A stranger's file. On another grid its nearest pixel counts.</param>
    /// <param name="classes">The classes of the map.</param>
    /// <param name="isByValue">Whether the reference's values are those of the map; else names count where the reference has some.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <exception cref="InvalidRequestException">Field <c>reference</c>: it is no class raster, cannot be laid over the map, or has classes that the map does not have.</exception>
    /// <exception cref="RasterAccessException">The map cannot be opened or read.</exception>
    public static IReadOnlyList<PairCount> Count(
        string path, bool isTrusted, string referencePath, IReadOnlyList<(long Value, string Name)> classes, bool isByValue, Action<double>? progress = null)
    {
        using var map = GdalDataset.Open(path, isTrusted);
        using var reference = OpenReference(referencePath);
        using var laid = Lay(reference, map);
        var names = isByValue ? null : ClassNames.Of(reference.Band(1));
        var (ground, _) = Ground.Under(map.Grid, map.Transform is not null);
        using (ground)
        {
            try
            {
                if (ground is not null)
                {
                    return Read(map, laid ?? reference, ground.PartsOf(PixelWindow.Whole(map.Size)), classes, names, () => ground.IsAnywhere, progress);
                }
            }
            catch (UnsmoothGroundException)
            {
                // pixels can be counted nevertheless
            }

            return Read(map, laid ?? reference, [new NoAreas(PixelWindow.Whole(map.Size))], classes, names, () => false, progress);
        }
    }

    private static GdalDataset OpenReference(string path)
    {
        GdalDataset dataset;
        try
        {
            dataset = GdalDataset.Open(path, isTrusted: false);
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new InvalidRequestException(Field, $"is neither points as GeoJSON or CSV, nor a raster that can be opened. {exception.Message}");
        }

        if (dataset.BandCount == 1 && !dataset.Band(1).PixelType.IsFloatingPoint())
        {
            return dataset;
        }

        dataset.Dispose();
        throw new InvalidRequestException(Field, "is no class raster: it must have one band of whole numbers.");
    }

    // Null where it lies as the map does already.
    private static GdalDataset? Lay(GdalDataset reference, GdalDataset map)
    {
        var (own, grid) = (reference.Grid, map.Grid);
        if ((own.Wkt is null) != (grid.Wkt is null))
        {
            throw new InvalidRequestException(Field, grid.Wkt is null ? "has a coordinate system, but the raster has none." : "has no coordinate system, so it cannot be laid over the raster.");
        }

        if (own.Size == grid.Size && own.Transform == grid.Transform && (own.Wkt == grid.Wkt || SpatialReferences.IsSame(own.Wkt!, grid.Wkt!)))
        {
            return null;
        }

        if (!grid.Transform.IsNorthUp)
        {
            throw new InvalidRequestException(Field, "is on another grid than the raster, whose grid is turned; give it on the same grid.");
        }

        try
        {
            return WarpedView.OfStoredValues(reference, [1], grid, ResamplingMethod.Nearest, isExact: true);
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new InvalidRequestException(Field, $"cannot be laid over the raster. {exception.Message}");
        }
    }

    private static IReadOnlyList<PairCount> Read(
        GdalDataset map, GdalDataset reference, IEnumerable<PixelAreas> parts, IReadOnlyList<(long Value, string Name)> classes, IReadOnlyList<(long Value, string Name)>? names,
        Func<bool> isKnown, Action<double>? progress)
    {
        var (size, band) = (map.Size, map.Band(1));
        var (width, height) = ClassWindows.SizeOf(size, band);
        var (mapSamples, referenceSamples) = (new ClassSamples(band), new ClassSamples(reference.Band(1)));
        var (mapNumbers, referenceNumbers) = (new int[width * height], new int[width * height]);
        var (pairs, sums, squareMetres, done) = (new PairNumbers(), new ClassSums(), new double[width], 0L);
        foreach (var part in parts)
        {
            var all = part.Window;
            for (var row = all.RowOffset; row < all.RowEnd; row += height)
            {
                for (var column = all.ColumnOffset; column < all.ColumnEnd; column += width)
                {
                    var window = new PixelWindow(column, row, width, height).Intersect(all);
                    var count = (int)window.PixelCount;
                    mapSamples.Read(window, mapNumbers.AsSpan(0, count));
                    ReadReference(referenceSamples, window, referenceNumbers.AsSpan(0, count));
                    pairs.Join(mapNumbers.AsSpan(0, count), referenceNumbers.AsSpan(0, count));
                    part.Begin(window);
                    for (var i = 0; i < window.Height; i++)
                    {
                        var areas = squareMetres.AsSpan(0, window.Width);
                        part.Read(row + i, areas);
                        sums.Add(mapNumbers.AsSpan(i * window.Width, window.Width), areas, pairs.Count);
                    }

                    done += window.PixelCount;
                    progress?.Invoke((double)done / size.PixelCount);
                }
            }
        }

        var meant = Meant(referenceSamples.Values, classes, names);
        return
        [
            .. Enumerable.Range(0, pairs.Count).Select(pair => new PairCount(
                mapSamples.Values[pairs[pair].Map], pairs[pair].Reference == ClassSamples.NoData ? null : meant[pairs[pair].Reference], sums.PixelsOf(pair),
                isKnown() ? sums.SquareMetresOf(pair) : null)),
        ];
    }

    private static void ReadReference(ClassSamples samples, PixelWindow window, Span<int> numbers)
    {
        try
        {
            samples.Read(window, numbers);
        }
        catch (InvalidRequestException exception)
        {
            throw new InvalidRequestException(Field, $"is no class raster. {exception.Errors[0].Message}");
        }
    }

    // For each value of the reference the value of the class that it means.
    private static long[] Meant(IReadOnlyList<long> values, IReadOnlyList<(long Value, string Name)> classes, IReadOnlyList<(long Value, string Name)>? names)
    {
        var known = new ReferenceClasses(classes);
        var nameOf = names?.ToDictionary(named => named.Value, named => named.Name);
        var unknown = new List<string>();
        var meant = values.Select(value =>
        {
            var name = nameOf?.GetValueOrDefault(value);
            var found = name is null ? known.Find(value) : known.FindName(name);
            if (found is null)
            {
                unknown.Add(name is null ? $"{value}" : $"{value} {name}");
            }

            return found ?? 0;
        }).ToArray();
        return unknown.Count == 0 ? meant : throw new InvalidRequestException(
            Field, $"has classes that the raster does not have: {string.Join(", ", unknown.Take(20))}; those of the raster are {known.Words}."
            + $"{(names is null ? "" : " With match=value the reference's own names are left aside.")}");
    }

    // Numbers for pairs of numbers, in the order in which they are met.
    private sealed class PairNumbers
    {
        private const int MostPairs = 1 << 20;
        private readonly Dictionary<(int, int), int> _numbers = [];
        private readonly List<(int Map, int Reference)> _pairs = [];

        public int Count => _pairs.Count;

        public (int Map, int Reference) this[int number] => _pairs[number];

        // Where the map has no class there is no pair.
        public void Join(Span<int> map, ReadOnlySpan<int> reference)
        {
            var (last, number) = ((Map: ClassSamples.NoData, Reference: ClassSamples.NoData), ClassSamples.NoData);
            for (var i = 0; i < map.Length; i++)
            {
                if (map[i] == ClassSamples.NoData)
                {
                    continue;
                }

                if (map[i] != last.Map || reference[i] != last.Reference)
                {
                    last = (map[i], reference[i]);
                    number = NumberOf(last);
                }

                map[i] = number;
            }
        }

        private int NumberOf((int Map, int Reference) pair)
        {
            if (!_numbers.TryGetValue(pair, out var number))
            {
                number = _pairs.Count < MostPairs ? _pairs.Count
                    : throw new InvalidRequestException(Field, $"and the raster have more than {MostPairs} pairs of classes: they are measurements, not classes.");
                _numbers.Add(pair, number);
                _pairs.Add(pair);
            }

            return number;
        }
    }
}
