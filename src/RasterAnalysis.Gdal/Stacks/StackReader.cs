using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;

namespace RasterAnalysis.Gdal.Stacks;

/// <summary>
/// Reads a stack of files as one raster. Each file is read for itself: as it is where its pixels are those of the grid, else projected onto it, each pixel by itself, so that no window differs from
/// the same part of another one. Values that a band has scaled are scaled last.
/// </summary>
/// <remarks>Not thread-safe, as the datasets are not.</remarks>
internal sealed class StackReader : IRasterReader
{
    private readonly IReadOnlyList<StackLane> _lanes;
    private float[] _pixels = [];
    private byte[] _validity = [];

    private StackReader(RasterGrid grid, int bandCount, IReadOnlyList<StackLane> lanes) => (Grid, BandCount, _lanes) = (grid, bandCount, lanes);

    public RasterGrid Grid { get; }

    public int BandCount { get; }

    public static StackReader Open(RasterReadSpec spec)
    {
        using var folder = StackFolder.TryOpen(spec.Path) ?? throw new ArgumentException("No stack.", nameof(spec));
        var description = RasterStackPath.FileOf(spec.Path)!;
        var grid = spec.WarpTo ?? folder.Finest.Dataset.Grid;
        var lanes = new List<StackLane>();
        try
        {
            foreach (var (number, bands) in Group(folder, spec.Bands))
            {
                var file = folder.Stack.Files[number];
                lanes.Add(StackLane.Open(file, file.PathFrom(description), bands, grid, spec.Resampling));
            }

            return new StackReader(grid, spec.Bands.Count, lanes);
        }
        catch
        {
            lanes.ForEach(lane => lane.Dispose());
            throw;
        }
    }

    public void Announce(PixelWindow window) => Announce(window, isLater: false);

    public void AnnounceLater(PixelWindow window) => Announce(window, isLater: true);

    public void Read(PixelWindow window, Span<float> pixels, Span<byte> validity)
    {
        var count = checked((int)window.PixelCount);
        validity.Clear();
        foreach (var lane in _lanes)
        {
            var size = checked(count * lane.Bands.Count);
            if (_pixels.Length < size || _validity.Length < count)
            {
                (_pixels, _validity) = (GC.AllocateUninitializedArray<float>(size), GC.AllocateUninitializedArray<byte>(count));
            }

            var own = _pixels.AsSpan(0, size);
            var ownValidity = _validity.AsSpan(0, count);
            lane.Reader.Read(window, own, ownValidity);
            for (var i = 0; i < lane.Bands.Count; i++)
            {
                lane.Deliver(own.Slice(i * count, count), ownValidity, pixels.Slice(lane.Bands[i].Target * count, count));
            }

            for (var i = 0; i < count; i++)
            {
                validity[i] |= ownValidity[i];
            }
        }
    }

    public void Dispose()
    {
        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }
    }

    private void Announce(PixelWindow window, bool isLater)
    {
        foreach (var lane in _lanes)
        {
            lane.Prefetch(Grid, window, isLater);
        }
    }

    // Bands of one file together, but scaled ones alone: of several bands that are read at once nobody tells which have no sample.
    private static IEnumerable<(int File, IReadOnlyList<StackedBandPlace> Bands)> Group(StackFolder folder, IReadOnlyList<int> bands)
    {
        var places = bands.Select((number, target) =>
        {
            var (file, band) = folder.Find(number);
            var (scale, offset, _) = folder.Stack.AreStored ? (1, 0, true) : folder.Sources[file].ScalingOf(band);
            return (File: file, Place: new StackedBandPlace(band, target, scale, offset));
        }).ToArray();
        return places.GroupBy(place => (place.File, Alone: place.Place.IsScaled ? place.Place.Target : -1))
            .Select(group => (group.Key.File, (IReadOnlyList<StackedBandPlace>)[.. group.Select(place => place.Place)]));
    }
}
