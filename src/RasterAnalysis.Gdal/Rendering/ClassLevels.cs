using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// What is known of a class raster of bytes while its file is open: where it lies, its overviews and its colours. To ask GDAL for all that anew takes longer than to read a view.
internal sealed class ClassLevels
{
    // one block is decoded as a whole, and a view looks into a few
    private const int MostBlockCells = 1 << 20;
    private readonly GeoTransform _transform;
    private readonly string? _wkt;
    private readonly Level[] _levels;

    private ClassLevels(GeoTransform transform, string? wkt, Level[] levels, uint[] colors) => (_transform, _wkt, _levels, Colors) = (transform, wkt, levels, colors);

    // Red, green, blue and opacity by value, from the highest byte to the lowest; 0 for what is no pixel.
    public uint[] Colors { get; }

    // Null where the first band is not shown by a colour table, or where its cells are not all that there is to it.
    public static ClassLevels? Of(GdalDataset source)
    {
        var band = source.Band(1);
        if (source.Transform is not { IsNorthUp: true } transform || !band.HasColorTable || LibGdal.GDALGetRasterDataType(band.Handle) != GdalDataType.GDT_Byte
            || DatasetMasks.NameOf(source, [1]) is not null || !NearestCells.IsPlain(band))
        {
            return null;
        }

        var overviews = Enumerable.Range(0, LibGdal.GDALGetOverviewCount(band.Handle)).Select(number => LibGdal.GDALGetOverview(band.Handle, number));
        Level[] levels = [.. ((nint[])[band.Handle, .. overviews]).Where(handle => handle != 0).Select(handle => Level.Of(handle, source.Size))];
        return levels.Any(level => level.BlockCells > MostBlockCells) ? null : new ClassLevels(transform, source.Wkt, levels, ColorsOf(band));
    }

    // The band to read, and its cell under the middle of each column and row of a view in the raster's own system; null where too many cells lie between two pixels.
    public (nint Band, int[] Columns, int[] Rows)? Under(Extent extent, RasterSize size)
    {
        var grid = ViewGrid.Over(extent, size, _wkt).Transform;
        var level = LevelFor(grid.PixelWidth / _transform.PixelWidth);
        var whole = _levels[0].Size;
        var (across, down) = (_transform.PixelWidth * whole.Width / level.Size.Width, -_transform.PixelHeight * whole.Height / level.Size.Height);
        return NearestCells.IsDense(grid, across, down)
            ? (level.Band,
                NearestCells.Nearest(size.Width, grid.OriginX - _transform.OriginX, grid.PixelWidth, across, level.Size.Width),
                NearestCells.Nearest(size.Height, _transform.OriginY - grid.OriginY, -grid.PixelHeight, down, level.Size.Height))
            : null;
    }

    private Level LevelFor(double wanted)
    {
        var best = _levels[0];
        foreach (var level in _levels)
        {
            best = level.Ratio < wanted + NearestCells.SameRatio && level.Ratio > best.Ratio ? level : best;
        }

        return best;
    }

    private static uint[] ColorsOf(GdalRasterBand band)
    {
        var colors = new uint[256];
        var table = LibGdal.GDALGetRasterColorTable(band.Handle);
        for (var i = 0; i < Math.Min(colors.Length, LibGdal.GDALGetColorEntryCount(table)); i++)
        {
            _ = LibGdal.GDALGetColorEntryAsRGB(table, i, out var entry);
            colors[i] = entry.C4 > 0 ? ((uint)(byte)entry.C1 << 24) | ((uint)(byte)entry.C2 << 16) | ((uint)(byte)entry.C3 << 8) | byte.MaxValue : 0;
        }

        if (band.NoData is { } noData)
        {
            colors[(byte)noData] = 0;
        }

        return colors;
    }

    // Ratio: how many columns of the raster make one of its own.
    private readonly record struct Level(nint Band, RasterSize Size, double Ratio, long BlockCells)
    {
        public static Level Of(nint band, RasterSize whole)
        {
            LibGdal.GDALGetBlockSize(band, out var width, out var height);
            var size = NearestCells.SizeOf(band);
            return new Level(band, size, (double)whole.Width / size.Width, (long)width * height);
        }
    }
}
