using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal;

/// <summary>Memory that libgdal takes from the C library.</summary>
public static class NativeMemory
{
    private const int Heaps = 2;

    // a block of 512 × 512 bytes, as results have them
    private const int Large = 512 * 512;

    /// <summary>
    /// Keeps what the C library holds near what is in use. All threads share two heaps: the GNU C library makes up to eight for each core, as threads come, and what was once taken stays with each of
    /// them. And decoded blocks are mappings of their own, which go back when they are freed: in the heaps, every one of them grew until it had room for all that GDAL keeps. Called once, before there
    /// are other threads; does nothing with another C library.
    /// </summary>
    public static void KeepSmall()
    {
        try
        {
            _ = LibC.mallopt(LibC.M_ARENA_MAX, Heaps);
            _ = LibC.mallopt(LibC.M_MMAP_THRESHOLD, Large);
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl, or no Linux
        }
    }

    /// <summary>
    /// Has the kernel give this process pages of 2 MiB where they are asked for, or none. It is what comes new that is meant: what is there stays as it is. Does nothing where there is no such
    /// thing as on Linux.
    /// </summary>
    /// <param name="isWanted">Whether there may be such pages, as is usual.</param>
    public static void UseLargePages(bool isWanted)
    {
        if (OperatingSystem.IsLinux())
        {
            // a refusal costs speed and nothing else
            _ = LibC.prctl(LibC.PR_SET_THP_DISABLE, isWanted ? 0u : 1u, 0, 0, 0);
        }
    }
}
