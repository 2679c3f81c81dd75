using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Takes requests to classify pixels in, and plans their jobs beforehand.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ClassifyPixelsSubmission(RasterModelSubmission submission, IJobForecasts forecasts) : IToolSubmission
{
    private readonly ClassifyPixelsTool _tool = new();

    /// <inheritdoc/>
    public Task<AnalysisJob> SubmitAsync(
        ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        SubmitAsync(ClassifyPixelsRequestParser.Parse(parameters), inputs, baseAddress, caller, cancellationToken);

    /// <summary>Submits a job; see <see cref="RasterModelSubmission.SubmitAsync"/>.</summary>
    public Task<AnalysisJob> SubmitAsync(ClassifyPixelsRequest request, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        submission.SubmitAsync(_tool, request, null, inputs, baseAddress, caller, cancellationToken);

    /// <summary>Plans the job that the same request would make; nothing is stored.</summary>
    /// <exception cref="InvalidRequestException">The job would be refused, or would fail over its request; carries all the faults.</exception>
    /// <exception cref="BusyException">Too many others are asking, or it takes longer than the settings allow.</exception>
    public async Task<JobForecast> PlanAsync(ClassifyPixelsRequest request, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        var (_, model, read, _, _) = await submission.ResolveAsync(_tool, request, null, baseAddress, caller, cancellationToken).ConfigureAwait(false);
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
