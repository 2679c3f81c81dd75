using RasterAnalysis.Accuracy;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Accuracy;

/// <summary>
/// Draws pixels of each class at random. Each pixel has a random number, which its place and the seed make; of each class those with the lowest are taken. So every set of pixels is as likely as
/// another, none is taken twice, and how the file is cut into blocks does not matter.
/// </summary>
/// <remarks>Thread-safe: each call opens the file for itself. Memory grows with the places that are drawn, not with the raster.</remarks>
public static class ClassSampler
{
    /// <summary>Reads every pixel once.</summary>
    /// <param name="path">File of a raster with one band of whole numbers.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="wanted">How many places of each value.</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="number">Number of this raster among those of the item, from 0.</param>
    /// <param name="isInRasterSystem">Whether coordinates stay those of the raster; else they are longitude and latitude where it has a coordinate system.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <exception cref="RasterAccessException">The file cannot be opened or read, or a place has no longitude and latitude.</exception>
    public static IReadOnlyList<SampledPlace> Draw(
        string path, bool isTrusted, IReadOnlyDictionary<long, int> wanted, long seed, int number, bool isInRasterSystem, Action<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        using var dataset = GdalDataset.Open(path, isTrusted);
        var (size, band, grid) = (dataset.Size, dataset.Band(1), dataset.Grid);
        var (width, height) = ClassWindows.SizeOf(size, band);
        var samples = new ClassSamples(band);
        var drawn = new List<Drawn?>();
        var numbers = new int[width * height];
        var start = Mix(Mix((ulong)seed) + (ulong)number);
        for (var top = 0; top < size.Height; top += height)
        {
            for (var left = 0; left < size.Width; left += width)
            {
                var window = new PixelWindow(left, top, width, height).Intersect(PixelWindow.Whole(size));
                samples.Read(window, numbers.AsSpan(0, (int)window.PixelCount));
                while (drawn.Count < samples.Values.Count)
                {
                    drawn.Add(wanted.TryGetValue(samples.Values[drawn.Count], out var count) && count > 0 ? new Drawn(count) : null);
                }

                for (var i = 0; i < (int)window.PixelCount; i++)
                {
                    if (numbers[i] != ClassSamples.NoData && drawn[numbers[i]] is { } ofClass)
                    {
                        var pixel = ((long)(top + (i / window.Width)) * size.Width) + left + (i % window.Width);
                        ofClass.Offer(Mix(start ^ (ulong)pixel), pixel);
                    }
                }
            }

            progress?.Invoke((double)Math.Min(size.Height, top + height) / size.Height);
        }

        var places = drawn.Index().Where(one => one.Item is not null).SelectMany(one => one.Item!.Pixels.Select(pixel => (Value: samples.Values[one.Index], pixel.Order, pixel.Pixel)))
            .OrderBy(place => place.Order).ToArray();
        var (x, y) = (new double[places.Length], new double[places.Length]);
        for (var i = 0; i < places.Length; i++)
        {
            (x[i], y[i]) = grid.Transform.Apply((places[i].Pixel % size.Width) + 0.5, (places[i].Pixel / size.Width) + 0.5);
        }

        return isInRasterSystem || grid.Wkt is null || places.Length == 0 || SpatialReferences.TryTransform(grid.Wkt, SpatialReferences.Wgs84, x, y)
            ? [.. places.Select((place, i) => new SampledPlace(place.Value, x[i], y[i], place.Order))]
            : throw new RasterAccessException("Some pixels of the raster have no longitude and latitude; ask for coordinates of the raster.");
    }

    // SplitMix64: neighbouring numbers become unrelated ones, and no two the same
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }

    // The pixels of a class with the lowest numbers so far.
    private sealed class Drawn(int count)
    {
        private readonly PriorityQueue<long, ulong> _highestFirst = new(Comparer<ulong>.Create((one, other) => other.CompareTo(one)));
        private ulong _highest = ulong.MaxValue;

        public IEnumerable<(ulong Order, long Pixel)> Pixels => _highestFirst.UnorderedItems.Select(item => (item.Priority, item.Element));

        public void Offer(ulong order, long pixel)
        {
            if (_highestFirst.Count < count)
            {
                _highestFirst.Enqueue(pixel, order);
            }
            else if (order < _highest)
            {
                _highestFirst.EnqueueDequeue(pixel, order);
            }
            else
            {
                return;
            }

            if (_highestFirst.Count == count)
            {
                _highestFirst.TryPeek(out _, out _highest);
            }
        }
    }
}
