using System.Text.Json;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Pipeline;

/// <summary>
/// The file of a plan in its job's folder. The instance that makes the plan writes it, and whoever needs all of the plan reads it there: it goes through no pipe.
/// </summary>
public static class PlanFile
{
    /// <summary>Writes a plan; the file appears complete or not at all.</summary>
    /// <typeparam name="TPlan">The plan of a tool.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="RasterAccessException">It cannot be written.</exception>
    public static void Write<TPlan>(string path, TPlan plan)
        where TPlan : TilePlan
    {
        try
        {
            // a run that lost its job may still be writing the same plan
            WholeFile.Write(path, PlanJson.Write(plan));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RasterAccessException($"The job's plan '{Path.GetFileName(path)}' cannot be written: {exception.Message}", isTransient: false, exception);
        }
    }

    /// <summary>Reads a plan.</summary>
    /// <typeparam name="TPlan">
    /// The plan of a tool; <see cref="TilePlan"/> for what all of them have; or a type with some of its properties, since what is not named is not made, nor is anything prepared for it.
    /// </typeparam>
    /// <exception cref="RasterAccessException">The file holds no plan.</exception>
    /// <exception cref="IOException">It is not there: the job has ended; or it cannot be read.</exception>
    public static TPlan Read<TPlan>(string path)
        where TPlan : class
    {
        try
        {
            return PlanJson.Read<TPlan>(File.ReadAllText(path));
        }
        catch (JsonException exception)
        {
            throw new RasterAccessException($"The job's plan '{Path.GetFileName(path)}' is damaged; submit the job again.", isTransient: false, exception);
        }
    }
}
