using System.Text.Json;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>
/// The file of a plan in its job's folder. The instance that makes the plan writes it, and whoever needs all of the plan reads it there: it goes through no pipe.
/// </summary>
public static class PlanFile
{
    /// <summary>Writes a plan; the file appears complete or not at all.</summary>
    /// <exception cref="RasterAccessException">It cannot be written.</exception>
    public static void Write(string path, ClassificationPlan plan)
    {
        // a run that lost its job may still be writing the same plan
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            File.WriteAllText(part, PlanJson.Write(plan));
            File.Move(part, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new RasterAccessException($"The job's plan '{Path.GetFileName(path)}' cannot be written: {exception.Message}", isTransient: false, exception);
        }
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="RasterAccessException">The file holds no plan.</exception>
    /// <exception cref="IOException">It is not there: the job has ended; or it cannot be read.</exception>
    public static ClassificationPlan Read(string path)
    {
        try
        {
            return PlanJson.Read<ClassificationPlan>(File.ReadAllText(path));
        }
        catch (JsonException exception)
        {
            throw new RasterAccessException($"The job's plan '{Path.GetFileName(path)}' is damaged; submit the job again.", isTransient: false, exception);
        }
    }
}
