using RasterAnalysis.Classification;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Asks for disk space before a job starts, so that a full disk is met then and not hours later.</summary>
internal static class DiskSpace
{
    private const long Reserve = 64L << 20;

    /// <summary>Bytes that a job's sections and its result may take together: both are compressed, so this is a generous guess.</summary>
    public static long NeedOf(ClassificationPlan plan) => plan.Grid.OutputWindow.PixelCount * plan.Output.PixelType.ByteSize();

    /// <summary>Makes sure that there is room.</summary>
    /// <param name="folder">A folder on the disk.</param>
    /// <param name="bytes">Bytes that are needed.</param>
    /// <exception cref="IOException">There is not; the text has both figures.</exception>
    public static void Require(string folder, long bytes)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free - Reserve < bytes)
        {
            throw new IOException($"the job may need {bytes >> 20} MiB on the disk of the data folder, but only {free >> 20} MiB are free. Free some space, or give a smaller extent.");
        }
    }
}
