using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Jobs;
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
        SubmitAsync(ClassifyObjectsRequestParser.Parse(parameters), inputs, baseAddress, caller, cancellationToken);

    /// <summary>Submits a job; see <see cref="RasterModelSubmission.SubmitAsync"/>.</summary>
    public async Task<AnalysisJob> SubmitAsync(ClassifyObjectsRequest request, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var source = await FindAsync(request, baseAddress, caller, cancellationToken).ConfigureAwait(false);

        // it may name an address with a token, which is sealed wherever a request names one
        var options = requests.Write(new ClassifyObjectsOptions(request.ClassField, source));
        return await submission.SubmitAsync(_tool, request, options, inputs, baseAddress, caller, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ObjectSource> FindAsync(ClassifyObjectsRequest request, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            return await features.ResolveAsync(request.Features, caller, baseAddress, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidRequestException exception)
        {
            // the faults of the other inputs are said with it
            try
            {
                await submission.ResolveAsync(_tool, request, null, baseAddress, caller, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidRequestException others)
            {
                throw new InvalidRequestException([.. others.Errors, .. exception.Errors]);
            }

            throw;
        }
    }
}
