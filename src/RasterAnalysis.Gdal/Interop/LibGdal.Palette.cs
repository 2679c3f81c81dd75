using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// gdal_alg.h: colours for pictures with a palette. The table is the caller's and is filled.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial int GDALComputeMedianCutPCT(
        nint red, nint green, nint blue, nint includePixel, int colors, ColorTableHandle table,
        delegate* unmanaged[Cdecl]<double, byte*, void*, int> progress, void* progressData);

    [LibraryImport(Library)]
    internal static partial int GDALDitherRGB2PCT(
        nint red, nint green, nint blue, nint target, ColorTableHandle table,
        delegate* unmanaged[Cdecl]<double, byte*, void*, int> progress, void* progressData);
}
