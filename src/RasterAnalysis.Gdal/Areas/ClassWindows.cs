using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Areas;

// The windows in which a class raster is read from end to end.
internal static class ClassWindows
{
    private const int WindowSide = 512;
    private const int MostPixels = 1 << 20;

    // Whole blocks, as many as are worth a call.
    public static (int Width, int Height) SizeOf(RasterSize size, GdalRasterBand band)
    {
        LibGdal.GDALGetBlockSize(band.Handle, out var blockWidth, out var blockHeight);
        var width = Math.Min(size.Width, Math.Min(MostPixels, Whole(WindowSide, blockWidth)));
        return (width, Math.Min(size.Height, Math.Max(1, Math.Min(Whole(WindowSide, blockHeight), MostPixels / width))));
    }

    private static int Whole(int length, int block) => block is > 0 and <= MostPixels ? (length + block - 1) / block * block : length;
}
