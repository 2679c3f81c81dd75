using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Tools.Polygons;

/// <summary>Takes requests for polygons in.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class PolygonsSubmission(ItemJobSubmission submission) : IToolSubmission
{
    private readonly PolygonsTool _tool = new();

    /// <inheritdoc/>
    public Task<AnalysisJob> SubmitAsync(
        ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        SubmitAsync(PolygonsRequestParser.Parse(parameters), inputs, baseAddress, caller, cancellationToken);

    /// <summary>Submits a job; see <see cref="ItemJobSubmission.SubmitAsync"/>.</summary>
    public Task<AnalysisJob> SubmitAsync(ItemToolRequest request, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        submission.SubmitAsync(_tool, request, inputs, baseAddress, caller, cancellationToken);
}
