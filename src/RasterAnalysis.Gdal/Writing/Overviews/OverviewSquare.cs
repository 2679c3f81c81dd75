using System.Buffers;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Writing.Overviews;

// The buffers of one thread: a square of the raster, and what it is on each level above. They are lent, because the next pass wants the same.
internal sealed class OverviewSquare<T, THalving>(int band, int side, int levelCount, T noData) : IDisposable
    where T : unmanaged
    where THalving : IHalving<T>
{
    private const int TilePixels = OverviewFile.TileSide * OverviewFile.TileSide;
    private readonly T[][] _levels = [.. Enumerable.Range(1, levelCount).Select(level => ArrayPool<T>.Shared.Rent((side >> level) * (side >> level)))];
    private readonly T[] _tile = ArrayPool<T>.Shared.Rent(TilePixels);

    // Room for the square.
    public T[] Samples { get; } = ArrayPool<T>.Shared.Rent(side * side);

    // Makes the levels of a window of the raster and writes their tiles.
    public void Make(ReadOnlySpan<T> samples, PixelWindow window, IReadOnlyList<OverviewFile> files)
    {
        for (var level = 0; level < files.Count; level++)
        {
            var half = new PixelWindow(window.ColumnOffset / 2, window.RowOffset / 2, (window.Width + 1) / 2, (window.Height + 1) / 2);
            var target = _levels[level].AsSpan(0, checked((int)half.PixelCount));
            for (var row = 0; row < half.Height; row++)
            {
                var (upper, lower) = (2 * row, (2 * row) + 1);
                THalving.Halve(
                    samples.Slice(upper * window.Width, window.Width), lower < window.Height ? samples.Slice(lower * window.Width, window.Width) : [],
                    target.Slice(row * half.Width, half.Width), noData);
            }

            WriteTiles(target, half, files[level]);
            samples = target;
            window = half;
        }
    }

    public void Dispose()
    {
        foreach (var buffer in (T[][])[Samples, _tile, .. _levels])
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }

    private void WriteTiles(ReadOnlySpan<T> samples, PixelWindow window, OverviewFile file)
    {
        const int Side = OverviewFile.TileSide;
        var tile = _tile.AsSpan(0, TilePixels);
        for (var row = 0; row < window.Height; row += Side)
        {
            for (var column = 0; column < window.Width; column += Side)
            {
                var (width, height) = (Math.Min(Side, window.Width - column), Math.Min(Side, window.Height - row));
                tile.Fill(noData);
                for (var y = 0; y < height; y++)
                {
                    samples.Slice(((row + y) * window.Width) + column, width).CopyTo(tile[(y * Side)..]);
                }

                file.Write<T>(band, (window.ColumnOffset + column) / Side, (window.RowOffset + row) / Side, tile);
            }
        }
    }
}
