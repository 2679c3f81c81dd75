using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// What .NET does not offer: it leaves the priorities of threads alone on Linux.
internal static partial class LibC
{
    public const int PRIO_PROCESS = 0;

    // On Linux "process" 0 is the calling thread.
    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int setpriority(int which, uint who, int priority);
}
