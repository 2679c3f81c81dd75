using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/cpl.html: errors, configuration, string lists.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial void CPLErrorReset();

    // Thread-local: the handler hears the errors of this thread only, until it is popped.
    [LibraryImport(Library)]
    internal static partial void CPLPushErrorHandler(delegate* unmanaged[Cdecl]<int, int, byte*, void> handler);

    [LibraryImport(Library)]
    internal static partial void CPLPopErrorHandler();

    // Process-wide.
    [LibraryImport(Library)]
    internal static partial nint CPLSetErrorHandler(delegate* unmanaged[Cdecl]<int, int, byte*, void> handler);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void CPLSetConfigOption(string name, string? value);

    // For calls on this thread alone.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void CPLSetThreadLocalConfigOption(string name, string? value);

    // Takes a list (null for a new one) and returns it grown; we own the list.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint CSLAddString(nint list, string text);

    [LibraryImport(Library)]
    internal static partial void CSLDestroy(nint list);
}
