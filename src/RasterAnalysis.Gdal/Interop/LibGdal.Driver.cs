using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/raster_c_api.html: drivers are GDAL's own and never freed; created datasets are ours.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial void GDALAllRegister();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALVersionInfo(string request);

    [LibraryImport(Library)]
    internal static partial void GDALSetCacheMax64(long bytes);

    [LibraryImport(Library)]
    internal static partial long GDALGetCacheMax64();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GDALGetDriverByName(string name);

    // The first driver that knows the file for its own; 0 for none.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GDALIdentifyDriverEx(string path, uint flags, nint allowedDrivers, nint siblings);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALGetDriverShortName(nint driver);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALGetDriverCreationOptionList(nint driver);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DatasetHandle GDALCreate(
        nint driver, string path, int width, int height, int bandCount, GdalDataType type, StringListHandle options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DatasetHandle GDALCreateCopy(
        nint driver,
        string path,
        DatasetHandle source,
        int isStrict,
        StringListHandle options,
        delegate* unmanaged[Cdecl]<double, byte*, void*, int> progress,
        void* progressData);
}
