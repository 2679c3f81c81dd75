using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Writing;

// Windows of the class raster of a file.
internal sealed class ClassWindows(GdalDataset dataset, ClassifiedRasterProfile profile, ClassCodes codes) : IClassWindows
{
    private byte[] _native = [];
    private ushort[] _codes = [];

    public unsafe Span<ushort> Read(PixelWindow window)
    {
        var count = checked((int)window.PixelCount);
        var bytes = checked(count * profile.PixelType.ByteSize());
        if (_native.Length < bytes)
        {
            (_native, _codes) = (new byte[bytes], new ushort[count]);
        }

        using var errors = GdalErrorScope.Enter($"Reading {window} of", dataset.Path);
        fixed (byte* samples = _native)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                dataset.Band(1).Handle, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                samples, window.Width, window.Height, PixelTypeMap.ToGdal(profile.PixelType), 0, 0, 0));
        }

        var found = _codes.AsSpan(0, count);
        codes.Decode(_native.AsSpan(0, bytes), found);
        return found;
    }

    public void Dispose() => dataset.Dispose();
}
