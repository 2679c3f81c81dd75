using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/gdal_utils.html
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial BuildVrtOptionsHandle GDALBuildVRTOptionsNew(StringListHandle arguments, nint forBinary);

    [LibraryImport(Library)]
    internal static partial void GDALBuildVRTOptionsFree(nint options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DatasetHandle GDALBuildVRT(
        string target, int sourceCount, nint* sources, nint sourceNames, BuildVrtOptionsHandle options, out int isUsageError);
}
