using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>Takes requests to classify objects in.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ClassifyObjectsSubmission(RasterModelSubmission submission, ObjectSourceResolver features, StoredRequests requests) : IToolSubmission
{
    private readonly ClassifyObjectsTool _tool = new();

    /// <inheritdoc/>
    public Task<AnalysisJob> SubmitAsync(
        ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken) =>
        SubmitAsync(_tool.Parse(parameters), inputs, baseAddress, caller, cancellationToken);

    /// <summary>Submits a job; see <see cref="RasterModelSubmission"/>.</summary>
    public async Task<AnalysisJob> SubmitAsync(RasterModelRequest request, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var own = PlanJson.Read<ClassifyObjectsRequest>(request.Options!);
        var source = await FindAsync(request, own.Features, baseAddress, caller, cancellationToken).ConfigureAwait(false);

        // it may name an address with a token, which is sealed wherever a request names one
        var read = request with { Options = requests.Write(new ClassifyObjectsOptions(own.ClassField, source)) };
        return await submission.SubmitAsync(_tool, read, inputs, baseAddress, caller, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ObjectSource> FindAsync(RasterModelRequest request, ObjectReference reference, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            return await features.ResolveAsync(reference, caller, baseAddress, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidRequestException exception)
        {
            // the faults of the other inputs are said with it
            try
            {
                await submission.ResolveAsync(_tool, request, baseAddress, caller, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidRequestException others)
            {
                throw new InvalidRequestException([.. others.Errors, .. exception.Errors]);
            }

            throw;
        }
    }
}
