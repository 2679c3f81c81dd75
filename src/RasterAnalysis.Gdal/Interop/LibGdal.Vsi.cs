using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/cpl.html: the virtual file system.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int VSIRmdirRecursive(string folder);

    // Borrowed from the /vsimem file unless it is unlinked and seized, which is not done here.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* VSIGetMemFileBuffer(string path, out ulong length, int unlinkAndSeize);

    [LibraryImport(Library)]
    internal static partial void VSIFree(nint memory);
}
