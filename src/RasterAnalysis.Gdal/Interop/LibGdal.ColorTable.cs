using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/raster_c_api.html: a table that we create is ours; one that a band returns is the band's.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial ColorTableHandle GDALCreateColorTable(int paletteInterpretation);

    [LibraryImport(Library)]
    internal static partial void GDALDestroyColorTable(nint table);

    [LibraryImport(Library)]
    internal static partial void GDALSetColorEntry(ColorTableHandle table, int index, in GDALColorEntry entry);

    [LibraryImport(Library)]
    internal static partial int GDALGetColorEntryCount(nint table);

    [LibraryImport(Library)]
    internal static partial int GDALGetColorEntryAsRGB(nint table, int index, out GDALColorEntry entry);

    [LibraryImport(Library)]
    internal static partial nint GDALGetRasterColorTable(nint band);

    // The band takes a copy.
    [LibraryImport(Library)]
    internal static partial int GDALSetRasterColorTable(nint band, ColorTableHandle table);
}
