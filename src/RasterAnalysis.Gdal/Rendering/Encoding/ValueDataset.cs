using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Rendering.Encoding;

// Planes of samples into and out of bands.
internal static class ValueDataset
{
    // type: that of the plane.
    public static unsafe void Write(nint band, int width, int height, ReadOnlySpan<byte> plane, GdalDataType type)
    {
        using var errors = GdalErrorScope.Enter("Writing values");
        fixed (byte* bytes = plane)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(band, GF_Write, 0, 0, width, height, bytes, width, height, type, 0, 0, 0));
        }
    }

    public static unsafe void Read(nint band, int width, int height, Span<double> samples)
    {
        using var errors = GdalErrorScope.Enter("Reading values");
        fixed (double* buffer = samples)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                band, GF_Read, 0, 0, width, height, buffer, width, height, GdalDataType.GDT_Float64, 0, 0, 0));
        }
    }
}
