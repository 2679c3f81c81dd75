using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Rendering;

// Chosen bands of a raster on a grid, as planes of doubles with NaN where there is no sample. One thread at a time.
internal sealed class SampleView : IDisposable
{
    private readonly GdalDataset? _view;
    private readonly NearestCells? _cells;
    private readonly int[] _bands = [];
    private readonly bool _hasAlpha;
    private readonly NoDataRule? _noData;
    private double[] _buffer = [];

    private SampleView(GdalDataset view, RasterGrid grid, int bandCount, NoDataRule? noData)
    {
        (_view, Grid, BandCount, _noData) = (view, grid, bandCount, noData);
        _hasAlpha = view.BandCount > bandCount;
        _bands = [.. Enumerable.Range(1, view.BandCount)];
    }

    private SampleView(NearestCells cells, RasterGrid grid, int bandCount, NoDataRule? noData) => (_cells, Grid, BandCount, _noData) = (cells, grid, bandCount, noData);

    public RasterGrid Grid { get; }

    public int BandCount { get; }

    // The view holds on to the source. isOfPlaces: of a large grid only some places are read, whose values are to be the raster's own; otherwise it is read whole, and
    // may be of fewer cells than the raster has.
    public static SampleView Open(
        GdalDataset source, IReadOnlyList<int> bands, RasterGrid grid, ResamplingMethod resampling, NoDataRule? noData, bool isOfPlaces = false)
    {
        GdalRasterReader.RequireBands(source, bands);
        var isExact = resampling == ResamplingMethod.Majority && Majority.IsOfOwnCells(source, bands, grid);
        var reduced = isExact || isOfPlaces ? null : Decimation.Of(source, bands, grid);
        if (resampling == ResamplingMethod.Nearest && reduced is null && NearestCells.TryOpen(source, bands, grid) is { } cells)
        {
            return new SampleView(cells, grid, bands.Count, noData);
        }

        return new SampleView(WarpedView.OfSamples(source, bands, grid, resampling, isExact, reduced), grid, bands.Count, noData);
    }

    // Each plane holds at least as many samples as the window.
    public void Read(PixelWindow window, double[][] planes)
    {
        if (_cells is { } cells)
        {
            cells.Read(window, planes);
        }
        else
        {
            ReadView(_view!, window, planes);
        }

        MaskSamples(planes, checked((int)window.PixelCount));
    }

    public void Dispose()
    {
        _view?.Dispose();
        _cells?.Dispose();
    }

    private unsafe void ReadView(GdalDataset view, PixelWindow window, double[][] planes)
    {
        var count = checked((int)window.PixelCount);
        if (_buffer.Length < count * _bands.Length)
        {
            _buffer = new double[count * _bands.Length];
        }

        using var errors = GdalErrorScope.Enter($"Reading {window} of", view.Path);
        fixed (double* buffer = _buffer)
        {
            // A view goes on where points cannot be projected, which is no failure of the read.
            errors.CheckResult("GDALDatasetRasterIOEx", LibGdal.GDALDatasetRasterIOEx(
                view.Handle, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                buffer, window.Width, window.Height, GdalDataType.GDT_Float64, _bands.Length, _bands,
                sizeof(double), sizeof(double) * (long)window.Width, sizeof(double) * window.PixelCount, 0));
        }

        var alpha = _hasAlpha ? _buffer.AsSpan(BandCount * count, count) : [];
        for (var band = 0; band < BandCount; band++)
        {
            var plane = planes[band].AsSpan(0, count);
            _buffer.AsSpan(band * count, count).CopyTo(plane);
            for (var i = 0; i < count; i++)
            {
                plane[i] = double.IsFinite(plane[i]) && (alpha.IsEmpty || alpha[i] > 0) ? plane[i] : double.NaN;
            }
        }
    }

    private void MaskSamples(double[][] planes, int count)
    {
        for (var i = 0; _noData is not null && i < count; i++)
        {
            var matches = 0;
            for (var band = 0; band < BandCount; band++)
            {
                matches += planes[band][i] == _noData.Of(band) ? 1 : 0;
            }

            for (var band = 0; matches > (_noData.MatchAll ? BandCount - 1 : 0) && band < BandCount; band++)
            {
                planes[band][i] = double.NaN;
            }
        }
    }
}
