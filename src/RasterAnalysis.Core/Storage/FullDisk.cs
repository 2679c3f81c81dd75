using RasterAnalysis.Rasters;

namespace RasterAnalysis.Storage;

/// <summary>Tells a disk that is full, which is nobody's fault but the operator's, from whatever else keeps an upload from being read.</summary>
public static class FullDisk
{
    // ENOSPC and EDQUOT of Linux, ERROR_DISK_FULL of Windows, each as .NET hands it on
    private static readonly int[] Codes = [28, 122, 112];

    /// <summary>Whether an exception says that a disk, or a user's share of it, is full.</summary>
    public static bool Is(Exception exception) => exception is IOException && Codes.Contains(exception.HResult & 0xffff);

    /// <summary>What the one who uploads is told.</summary>
    public static RasterAccessException Refusal(Exception exception) =>
        new("The disk of the service's data folder is full, so the file cannot be taken now.", isTransient: true, exception);
}
