using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal;

/// <summary>Threads that should work in the gaps that others leave.</summary>
public static class GapThread
{
    private const int Least = 19;

    /// <summary>
    /// Gives the calling thread the least priority for good: it gets a core at once where one is idle and next to nothing where a network's threads want all of them, which then need not wait
    /// for one another. Does nothing where there is no such thing as on Linux.
    /// </summary>
    public static void Enter()
    {
        if (OperatingSystem.IsLinux())
        {
            // a refusal costs speed and nothing else
            _ = LibC.setpriority(LibC.PRIO_PROCESS, 0, Least);
        }
    }
}
