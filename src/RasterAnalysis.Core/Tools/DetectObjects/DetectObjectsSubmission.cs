using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>Takes requests to detect objects in.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class DetectObjectsSubmission(RasterModelSubmission submission) : IToolSubmission
{
    private readonly DetectObjectsTool _tool = new();

    /// <inheritdoc/>
    public Task<AnalysisJob> SubmitAsync(
        ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        SubmitAsync(DetectObjectsRequestParser.Parse(parameters), inputs, baseAddress, caller, cancellationToken);

    /// <summary>Submits a job; see <see cref="RasterModelSubmission.SubmitAsync"/>.</summary>
    public Task<AnalysisJob> SubmitAsync(DetectObjectsRequest request, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return submission.SubmitAsync(_tool, request, PlanJson.Write(request.Options), inputs, baseAddress, caller, cancellationToken);
    }
}
