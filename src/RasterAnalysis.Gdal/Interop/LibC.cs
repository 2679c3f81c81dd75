using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// What .NET does not offer: it leaves the priorities of threads and the limits of the process alone on Linux.
internal static partial class LibC
{
    public const int PRIO_PROCESS = 0;

    // On Linux "process" 0 is the calling thread.
    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int setpriority(int which, uint who, int priority);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int setenv(string name, string value, int overwrite);

    // Private memory that can be written, counted when it is mapped so rather than when it is touched (since Linux 4.7).
    public const int RLIMIT_DATA = 2;

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int setrlimit(int resource, in RLimit limit);

    // The most heaps that threads share out among themselves.
    public const int M_ARENA_MAX = -8;

    // What is as large, in bytes, is a mapping of its own; unless it is set, it grows with what is freed.
    public const int M_MMAP_THRESHOLD = -3;

    // Of the GNU C library; others have no such thing.
    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int mallopt(int parameter, int value);

    // Whether the process gets no transparent huge pages (since Linux 3.15), whatever was asked for with madvise; pages that are there stay as they are.
    public const int PR_SET_THP_DISABLE = 41;

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int prctl(int option, nuint flag, nuint unused3, nuint unused4, nuint unused5);

    public const uint MFD_CLOEXEC = 1;
    public const uint MFD_ALLOW_SEALING = 2;

    // A file without a name, in memory; what nobody touches takes none.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int memfd_create(string name, uint flags);

    public const int F_SETFD = 2;
    public const int FD_CLOEXEC = 1;
    public const int F_ADD_SEALS = 1033;
    public const int F_SEAL_SEAL = 1;
    public const int F_SEAL_SHRINK = 2;
    public const int F_SEAL_GROW = 4;

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int fcntl(SafeHandle file, int command, int argument);

    // Bytes: the limit that holds, and up to which it may be raised again.
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct RLimit(nuint Current, nuint Max);
}
