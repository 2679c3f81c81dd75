using RasterAnalysis.Rasters;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Asks for disk space before a job starts and while it runs, so that a full disk is met with a clear word and before it is full for everybody.</summary>
internal static class DiskSpace
{
    private const long Reserve = 64L << 20;

    /// <summary>Bytes that a job's sections, their overviews and its result may take together: all are compressed, so this is a generous guess.</summary>
    /// <remarks>How many objects there are nobody knows before; they take little beside pixels.</remarks>
    public static long NeedOf(PlannedJob plan) => plan.PixelType is { } type ? (plan.Size.PixelCount * type.ByteSize() * 4 / 3) + plan.ScratchBytes : 0;

    /// <summary>Whether there is room for some bytes, and some more that others need.</summary>
    public static bool Has(string folder, long bytes) => Free(folder) - Reserve >= bytes;

    /// <summary>Makes sure that there is room.</summary>
    /// <param name="folder">A folder on the disk.</param>
    /// <param name="bytes">Bytes that are needed.</param>
    /// <exception cref="IOException">There is not; the text has both figures.</exception>
    public static void Require(string folder, long bytes)
    {
        if (!Has(folder, bytes))
        {
            throw new IOException($"the job may need {Math.Max(1, bytes >> 20)} MiB on the disk of the data folder, and {Reserve >> 20} MiB must stay free, but only {Free(folder) >> 20} MiB are free. Free some space, or give a smaller extent.");
        }
    }

    /// <summary>Says that the disk is short, as the likely cause of whatever failed; null when it is not.</summary>
    public static string? ShortageOf(string folder) =>
        !Directory.Exists(folder) || Has(folder, 0) ? null : $"Only {Free(folder) >> 20} MiB are free on the disk of the data folder; free some space and submit the job again.";

    private static long Free(string folder) => new DriveInfo(folder).AvailableFreeSpace;
}
