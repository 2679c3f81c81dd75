using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal;

/// <summary>Threads that should work in the gaps that others leave.</summary>
public static class LowPriorityThread
{
    // little beside a thread that computes, and not nothing: another job may have all cores busy for hours
    private const int Niceness = 15;

    /// <summary>
    /// Lowers the calling thread's priority for good: it gets a core at once where one is idle and a thirtieth of what others get where a network's threads want
    /// all of them, which then need not wait for one another. Does nothing where there is no such thing as on Linux.
    /// </summary>
    public static void Enter()
    {
        if (OperatingSystem.IsLinux())
        {
            // a refusal costs speed and nothing else
            _ = LibC.setpriority(LibC.PRIO_PROCESS, 0, Niceness);
        }
    }
}
