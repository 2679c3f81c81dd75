using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/raster_c_api.html: red, green, blue, alpha for palettes of type GPI_RGB.
[StructLayout(LayoutKind.Sequential)]
internal struct GDALColorEntry
{
    public short C1;
    public short C2;
    public short C3;
    public short C4;
}
