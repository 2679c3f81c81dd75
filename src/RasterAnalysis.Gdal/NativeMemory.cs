using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal;

/// <summary>Memory that libgdal takes from the C library.</summary>
public static class NativeMemory
{
    private const int Heaps = 2;

    /// <summary>
    /// Has all threads share two heaps. The GNU C library makes up to eight for each core, as threads come, and what was once taken stays with each of them: with 64
    /// clients who asked for pictures the process held a quarter more. Called once, before there are other threads; does nothing with another C library.
    /// </summary>
    public static void ShareHeaps()
    {
        try
        {
            _ = LibC.mallopt(LibC.M_ARENA_MAX, Heaps);
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            // musl, or no Linux
        }
    }
}
