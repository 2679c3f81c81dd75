using RasterAnalysis.Access;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Plans jobs that nobody has submitted, in a processing instance as a job would be.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IJobForecasts
{
    /// <summary>Plans a job. What it fetches and writes is gone when this returns.</summary>
    /// <param name="request">The request, whose inputs were found.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Stops it; the instance ends.</param>
    /// <exception cref="InvalidRequestException">The job would fail over its request; fields are those of a job.</exception>
    /// <exception cref="Models.ModelPackageException">The model cannot be used, or not with this raster.</exception>
    /// <exception cref="Rasters.RasterAccessException">An input cannot be fetched or read.</exception>
    /// <exception cref="BusyException">Too many others are asking, or it takes longer than the settings allow.</exception>
    Task<JobForecast> PlanAsync(JobRequest request, Caller caller, CancellationToken cancellationToken);
}
