using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Jobs;
using RasterAnalysis.Provenance;

namespace RasterAnalysis.Tools.VerifyResult;

/// <summary>Takes requests to verify results in.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class VerifyResultSubmission(ItemJobSubmission submission, ProvenanceStore provenance) : IToolSubmission
{
    private readonly VerifyResultTool _tool = new();

    /// <inheritdoc/>
    public Task<AnalysisJob> SubmitAsync(ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        SubmitAsync(_tool.Parse(parameters), inputs, baseAddress, caller, cancellationToken);

    /// <summary>Submits a job; see <see cref="ItemJobSubmission"/>.</summary>
    public Task<AnalysisJob> SubmitAsync(ItemToolRequest request, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var read = request with
        {
            Options = (items, errors) =>
            {
                if (!provenance.Has(items[0].Id))
                {
                    errors.Add(new RequestError(
                        ItemTool.InputParameter,
                        items[0].IsResult ? $"Nothing says how the item '{items[0].Id}' was made: an earlier version of the service made it, or another tool than Classify Pixels."
                            : $"The item '{items[0].Id}' was not made here; only what this service has classified can be made again."));
                }

                return request.Options(items, errors);
            },
        };
        return submission.SubmitAsync(_tool, read, inputs, baseAddress, caller, cancellationToken);
    }
}
