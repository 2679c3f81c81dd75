using System.Runtime.ExceptionServices;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Writing.Overviews;

// Reads a band of a raster once, in squares, and makes the next levels of overviews out of each; all cores, each with a dataset of its own.
// Type is that of the raster on disk; T has as many bytes.
internal sealed class OverviewPass<T, THalving>(string source, int band, RasterSize size, GdalDataType type, T noData, IReadOnlyList<OverviewFile> levels)
    where T : unmanaged
    where THalving : IHalving<T>
{
    private readonly int _side = OverviewFile.TileSide << levels.Count;
    private readonly Lock _gate = new();
    private int _next = -1;
    private int _done;

    private int Columns => (size.Width + _side - 1) / _side;

    private int Count => Columns * ((size.Height + _side - 1) / _side);

    public void Run(Action<double>? progress, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, Math.Min(Environment.ProcessorCount, Count), _ => Work(progress, cancellationToken));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions.FirstOrDefault(inner => inner is not OperationCanceledException) ?? e.InnerExceptions[0]);
        }
    }

    private void Work(Action<double>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var dataset = GdalDataset.Open(source, isTrusted: true);
            using var square = new OverviewSquare<T, THalving>(band, _side, levels.Count, noData);
            for (var number = Interlocked.Increment(ref _next); number < Count; number = Interlocked.Increment(ref _next))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (row, column) = Math.DivRem(number, Columns);
                var window = PixelWindow.Whole(size).Intersect(new PixelWindow(column * _side, row * _side, _side, _side));
                square.Make(Read(dataset, window, square.Samples), window, levels);
                lock (_gate)
                {
                    progress?.Invoke(++_done / (double)Count);
                }
            }
        }
        catch
        {
            // the others need not go on
            Interlocked.Exchange(ref _next, Count);
            throw;
        }
    }

    private unsafe Span<T> Read(GdalDataset dataset, PixelWindow window, T[] buffer)
    {
        using var errors = GdalErrorScope.Enter($"Reading {window} of", dataset.Path);
        fixed (T* samples = buffer)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                dataset.Band(band).Handle, GdalConstants.GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                samples, window.Width, window.Height, type, 0, 0, 0));
        }

        return buffer.AsSpan(0, checked((int)window.PixelCount));
    }
}
