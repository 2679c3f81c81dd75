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

    [LibraryImport(Library)]
    internal static partial void* VSICalloc(nuint count, nuint size);

    // status: a VSIStatBufL, whose layout is the platform's; only libgdal looks inside.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int VSIStatExL(string path, void* status, int flags);

    [LibraryImport(Library)]
    internal static partial VSIFilesystemPluginCallbacksStruct* VSIAllocFilesystemPluginCallbacksStruct();

    [LibraryImport(Library)]
    internal static partial void VSIFreeFilesystemPluginCallbacksStruct(VSIFilesystemPluginCallbacksStruct* callbacks);

    // Copies the callbacks, but keeps the pointer of the prefix, which therefore must stay for ever.
    [LibraryImport(Library)]
    internal static partial int VSIInstallPluginHandler(byte* prefix, VSIFilesystemPluginCallbacksStruct* callbacks);
}
