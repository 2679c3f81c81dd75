using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Tools.SmoothClasses;

/// <summary>Takes requests to smooth classified rasters in.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class SmoothClassesSubmission(ItemJobSubmission submission) : IToolSubmission
{
    private readonly SmoothClassesTool _tool = new();

    /// <inheritdoc/>
    public Task<AnalysisJob> SubmitAsync(ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        SubmitAsync(SmoothClassesRequestParser.Parse(parameters), inputs, baseAddress, caller, cancellationToken);

    /// <summary>Submits a job; see <see cref="ItemJobSubmission.SubmitAsync"/>.</summary>
    public Task<AnalysisJob> SubmitAsync(ItemToolRequest request, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        submission.SubmitAsync(_tool, request, inputs, baseAddress, caller, cancellationToken);
}
