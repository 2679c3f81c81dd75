using System.Buffers;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Rendering;

// The nearest cells of a raster whose rows and columns run along those of the view: what GDAL's warper gives for it, without the warper's preparations,
// which take far longer than the reading. One thread at a time.
internal sealed class NearestCells : IDisposable
{
    // Where more cells than this lie between two pixels, reading all of them is dearer than the preparations.
    private const double MostCellsPerPixel = 4;

    // As GDAL: a level that is coarser by less than this is the level that was asked for.
    internal const double SameRatio = 0.1;
    private readonly GdalDataset _source;
    private readonly int[] _bands;
    private readonly double?[] _noData;
    private readonly nint[] _handles;
    private readonly int[] _columns;
    private readonly int[] _rows;
    private float[] _cells = [];

    private NearestCells(GdalDataset source, int[] bands, nint[] handles, int[] columns, int[] rows)
    {
        (_source, _bands, _handles, _columns, _rows) = (source, bands, handles, columns, rows);
        _noData = [.. bands.Select(band => source.Band(band).NoData)];
    }

    // Null where the warper is needed. The source stays the caller's.
    public static NearestCells? TryOpen(GdalDataset source, IReadOnlyList<int> bands, RasterGrid grid)
    {
        if (source.Transform is not { IsNorthUp: true } transform || !grid.Transform.IsNorthUp || !string.Equals(source.Wkt, grid.Wkt, StringComparison.Ordinal)
            || DatasetMasks.NameOf(source, [.. bands]) is not null || !bands.All(number => IsPlain(source.Band(number))))
        {
            return null;
        }

        var first = source.Band(bands[0]);
        var level = LevelFor(first, source.Size, grid.Transform.PixelWidth / transform.PixelWidth);
        var handles = bands.Select(number => level < 0 ? source.Band(number).Handle : LibGdal.GDALGetOverview(source.Band(number).Handle, level)).ToArray();
        if (handles.Contains(0) || handles.Select(SizeOf).Distinct().Count() > 1)
        {
            return null; // the bands of a virtual raster may have overviews of their own
        }

        var size = SizeOf(handles[0]);
        var (across, down) = (transform.PixelWidth * source.Size.Width / size.Width, -transform.PixelHeight * source.Size.Height / size.Height);
        if (!IsDense(grid.Transform, across, down))
        {
            return null;
        }

        var columns = Nearest(grid.Size.Width, grid.Transform.OriginX - transform.OriginX, grid.Transform.PixelWidth, across, size.Width);
        var rows = Nearest(grid.Size.Height, transform.OriginY - grid.Transform.OriginY, -grid.Transform.PixelHeight, down, size.Height);
        return new NearestCells(source, [.. bands], handles, columns, rows);
    }

    // One plane for each band; NaN where there is no sample.
    public void Read(PixelWindow window, double[][] planes)
    {
        var count = checked((int)window.PixelCount);
        ReadOnlySpan<int> columns = _columns.AsSpan(window.ColumnOffset, window.Width);
        ReadOnlySpan<int> rows = _rows.AsSpan(window.RowOffset, window.Height);
        if (Bounds(columns, rows) is not { } cells)
        {
            Array.ForEach(planes, plane => plane.AsSpan(0, count).Fill(double.NaN));
            return;
        }

        if (_cells.Length < cells.PixelCount)
        {
            Dispose();
            _cells = ArrayPool<float>.Shared.Rent(checked((int)cells.PixelCount));
        }

        for (var band = 0; band < _bands.Length; band++)
        {
            ReadCells(_handles[band], cells);
            Pick(cells, columns, rows, planes[band], _noData[band]);
        }
    }

    // Gives the buffer back; the source stays open.
    public void Dispose()
    {
        if (_cells.Length > 0)
        {
            ArrayPool<float>.Shared.Return(_cells);
            _cells = [];
        }
    }

    // Whether few cells lie between two pixels of a view. across, down: width and height of a cell.
    internal static bool IsDense(GeoTransform view, double across, double down) => view.PixelWidth / across <= MostCellsPerPixel && -view.PixelHeight / down <= MostCellsPerPixel;

    internal static RasterSize SizeOf(nint band) => new(LibGdal.GDALGetRasterBandXSize(band), LibGdal.GDALGetRasterBandYSize(band));

    internal static bool IsPlain(GdalRasterBand band)
    {
        var flags = band.MaskFlags;
        return !band.IsLegacySignedByte && PixelTypeMap.FitsFloat(band.PixelType)
            && (flags == GMF_ALL_VALID || (flags == GMF_NODATA && band.PixelType != PixelType.F32));
    }

    // The coarsest level that is finer than the view, or nearly as coarse; -1 for the raster itself.
    private static int LevelFor(GdalRasterBand band, RasterSize size, double wanted)
    {
        var (best, bestRatio) = (-1, 1.0);
        for (var level = 0; level < LibGdal.GDALGetOverviewCount(band.Handle); level++)
        {
            var ratio = (double)size.Width / LibGdal.GDALGetRasterBandXSize(LibGdal.GDALGetOverview(band.Handle, level));
            if (ratio < wanted + SameRatio && ratio > bestRatio)
            {
                (best, bestRatio) = (level, ratio);
            }
        }

        return best;
    }

    // Cell under the middle of each pixel; -1 where there is none.
    internal static int[] Nearest(int pixels, double origin, double step, double cell, int cells)
    {
        var result = new int[pixels];
        for (var i = 0; i < pixels; i++)
        {
            var place = Math.Floor((origin + ((i + 0.5) * step)) / cell);
            result[i] = place >= 0 && place < cells ? (int)place : -1;
        }

        return result;
    }

    // Cells never run backwards, so the first and the last that there are bound the others. Null when the window lies beside the raster.
    internal static PixelWindow? Bounds(ReadOnlySpan<int> columns, ReadOnlySpan<int> rows)
    {
        var (column, row) = (columns.IndexOfAnyExcept(-1), rows.IndexOfAnyExcept(-1));
        if (column < 0 || row < 0)
        {
            return null;
        }

        var (left, top) = (columns[column], rows[row]);
        return new PixelWindow(left, top, columns[columns.LastIndexOfAnyExcept(-1)] - left + 1, rows[rows.LastIndexOfAnyExcept(-1)] - top + 1);
    }

    private unsafe void ReadCells(nint band, PixelWindow cells)
    {
        using var errors = GdalErrorScope.Enter($"Reading {cells} of", _source.Path);
        fixed (float* buffer = _cells)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                band, GF_Read, cells.ColumnOffset, cells.RowOffset, cells.Width, cells.Height, buffer, cells.Width, cells.Height, GdalDataType.GDT_Float32, 0, 0, 0));
        }
    }

    private void Pick(PixelWindow cells, ReadOnlySpan<int> columns, ReadOnlySpan<int> rows, double[] plane, double? noData)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            var target = plane.AsSpan(row * columns.Length, columns.Length);
            if (rows[row] < 0)
            {
                target.Fill(double.NaN);
                continue;
            }

            ReadOnlySpan<float> line = _cells.AsSpan((rows[row] - cells.RowOffset) * cells.Width, cells.Width);
            for (var i = 0; i < target.Length; i++)
            {
                double sample = columns[i] < 0 ? double.NaN : line[columns[i] - cells.ColumnOffset];
                target[i] = sample == noData || !double.IsFinite(sample) ? double.NaN : sample;
            }
        }
    }
}
