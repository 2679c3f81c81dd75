using RasterAnalysis.Access;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Says of requests to classify pixels what their jobs would do.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ClassifyPixelsForecasts(RasterModelSubmission submission, IJobForecasts forecasts)
{
    private readonly ClassifyPixelsTool _tool = new();

    /// <summary>Plans the job that the same request would make; nothing is stored.</summary>
    /// <exception cref="InvalidRequestException">The job would be refused, or would fail over its request; carries all the faults.</exception>
    /// <exception cref="BusyException">Too many others are asking, or it takes longer than the settings allow.</exception>
    public async Task<JobForecast> PlanAsync(RasterModelRequest request, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        var (_, model, read, _, _) = await submission.ResolveAsync(_tool, request, baseAddress, caller, cancellationToken).ConfigureAwait(false);
        try
        {
            return (await forecasts.PlanAsync(read, caller, cancellationToken).ConfigureAwait(false)).At(model.Speed);
        }
        catch (ModelPackageException exception)
        {
            throw new InvalidRequestException("model", exception.Message);
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new InvalidRequestException("inputRaster", exception.Message);
        }
    }
}
