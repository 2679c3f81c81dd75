using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Transitions;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Change;

// Takes away the classes of pixels that are not sure enough. Not thread-safe.
internal sealed class ConfidenceMask : IDisposable
{
    private const int MostPercent = 100;
    private readonly ConfidenceRaster _raster;
    private readonly GdalDataset _dataset;
    private readonly int _minimum;
    private readonly int _noData;
    private byte[] _percent = [];

    public ConfidenceMask(ConfidenceRaster raster, int minimum, RasterGrid needed)
    {
        (_raster, _minimum) = (raster, minimum);
        _dataset = GdalDataset.Open(raster.Path, raster.IsTrusted);
        try
        {
            var band = _dataset.Band(1);
            if (band.PixelType != PixelType.U8)
            {
                throw new InvalidRequestException(raster.Field, $"The raster is no confidence: its first band has {band.PixelType} samples, not bytes from 0 to 100.");
            }

            ClassPlaces.RequireGrid(_dataset, needed, raster.Field);
            _noData = (int)(band.NoData ?? byte.MaxValue);
        }
        catch
        {
            _dataset.Dispose();
            throw;
        }
    }

    public void Apply(PixelWindow window, Span<int> places)
    {
        _percent = _percent.Length < places.Length ? new byte[places.Length] : _percent;
        var percent = _percent.AsSpan(0, places.Length);
        Read(window, percent);
        for (var i = 0; i < places.Length; i++)
        {
            if (percent[i] == _noData || percent[i] == byte.MaxValue || percent[i] < _minimum)
            {
                places[i] = ClassSamples.NoData;
            }
            else if (percent[i] > MostPercent)
            {
                throw new InvalidRequestException(_raster.Field, $"The raster is no confidence: it has pixels of the value {percent[i]}; per cent go from 0 to 100, and 255 is NoData.");
            }
        }
    }

    public void Dispose() => _dataset.Dispose();

    private unsafe void Read(PixelWindow window, Span<byte> percent)
    {
        using var errors = GdalErrorScope.Enter($"Reading {window} of", _dataset.Path);
        fixed (byte* buffer = percent)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                _dataset.Band(1).Handle, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height, buffer, window.Width, window.Height, GdalDataType.GDT_Byte, 0, 0, 0));
        }
    }
}
