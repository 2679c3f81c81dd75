using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal;

/// <summary>The memory of this process.</summary>
public static class ProcessMemory
{
    /// <summary>
    /// Has the system refuse more: an allocation beyond fails like one on a machine without memory, in libgdal as in .NET. Cannot be taken back. Does nothing where there is no
    /// such thing as on Linux.
    /// </summary>
    /// <param name="bytes">Private memory that can be written, stacks and heaps included, whether it is touched or not.</param>
    public static void Limit(long bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            // a refusal leaves the process to who watches it
            _ = LibC.setrlimit(LibC.RLIMIT_DATA, new LibC.RLimit((nuint)bytes, (nuint)bytes));
        }
    }
}
