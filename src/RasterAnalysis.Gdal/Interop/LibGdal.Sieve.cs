using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// gdal_alg.h: raster to raster. The bands stay the caller's.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial int GDALSieveFilter(
        nint source, nint mask, nint target, int threshold, int connectivity, byte** options, delegate* unmanaged[Cdecl]<double, byte*, void*, int> progress, void* progressData);
}
