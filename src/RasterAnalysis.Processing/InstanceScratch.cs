using System.Globalization;

namespace RasterAnalysis.Processing;

/// <summary>
/// Throw-away folders of processing instances, in the folder for temporary files. An instance is mostly killed, and cannot clear up then: whoever ends it does, and the next instance
/// that needs a folder does for those whose service was killed too.
/// </summary>
public static class InstanceScratch
{
    private const string Prefix = "rasteranalysis-instance-";

    /// <summary>Makes an empty folder of this process.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="IOException">There is no room.</exception>
    public static string Make()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            var owner = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !Directory.Exists($"/proc/{process}"))
            {
                Delete(folder);
            }
        }

        return Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName;
    }

    /// <summary>Deletes what is left of a process that has ended.</summary>
    /// <param name="processId">Its id.</param>
    public static void Clear(int processId)
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}{processId}-*"))
        {
            Delete(folder);
        }
    }

    /// <summary>Deletes a folder of <see cref="Make"/>; links out of it are not followed.</summary>
    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // it is another user's, or somebody else is just deleting it
        }
    }
}
