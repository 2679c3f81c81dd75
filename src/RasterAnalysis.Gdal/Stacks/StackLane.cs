using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.ImageServices;
using RasterAnalysis.Gdal.Ranges;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;

namespace RasterAnalysis.Gdal.Stacks;

// Bands of one file of a stack, on the stack's grid.
internal sealed class StackLane : IDisposable
{
    // a path that is read by ranges, and the file as it is, once its blocks are fetched ahead
    private readonly string? _path;
    private GdalDataset? _ranged;

    private StackLane(GdalRasterReader reader, string? path, IReadOnlyList<StackedBandPlace> bands) => (Reader, _path, Bands) = (reader, path, bands);

    public GdalRasterReader Reader { get; }

    public IReadOnlyList<StackedBandPlace> Bands { get; }

    public static StackLane Open(StackedFile file, string path, IReadOnlyList<StackedBandPlace> bands, RasterGrid grid, ResamplingMethod resampling)
    {
        // the reader closes it
        var source = StackedSource.Open(file, path).Dataset;
        var isOnGrid = StackGrid.IsSame(source.Grid, grid);
        var reader = GdalRasterReader.Over(source, new RasterReadSpec(path, false, [.. bands.Select(band => band.Band)], isOnGrid ? null : grid, resampling));
        return new StackLane(reader, file.IsRanged ? path : null, bands);
    }

    // Fetches the blocks of the file that a window of the stack's grid needs.
    public void Prefetch(RasterGrid grid, PixelWindow window, bool isLater)
    {
        if (_path is null)
        {
            return;
        }

        _ranged ??= GdalDataset.Open(_path, isTrusted: false);
        var source = StackGrid.IsSame(_ranged.Grid, grid) ? window : SourceWindow.Of(grid, window, _ranged.Grid);
        if (!source.IsEmpty)
        {
            int[] numbers = [.. Bands.Select(band => band.Band)];
            IReadOnlyList<nint> handles = [.. numbers.Select(number => _ranged.Band(number).Handle), .. DatasetMasks.Of(_ranged, numbers)];
            RangeFileSystem.Prefetch(_ranged.Path, TiffBlocks.In(source, _ranged, handles), isLater);
        }
    }

    // Puts the values of one band where they belong; what is no sample is 0.
    public void Deliver(ReadOnlySpan<float> stored, ReadOnlySpan<byte> validity, Span<float> values)
    {
        if (Bands is not [{ IsScaled: true } band])
        {
            stored.CopyTo(values);
            return;
        }

        for (var i = 0; i < stored.Length; i++)
        {
            values[i] = validity[i] == 0 ? 0 : (float)((stored[i] * band.Scale) + band.Offset);
        }
    }

    public void Dispose()
    {
        Reader.Dispose();
        _ranged?.Dispose();
    }
}
