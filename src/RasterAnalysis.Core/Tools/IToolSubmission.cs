using System.Text.Json.Nodes;
using RasterAnalysis.Jobs;

using RasterAnalysis.Access;

namespace RasterAnalysis.Tools;

/// <summary>Takes requests for a tool in.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IToolSubmission
{
    /// <summary>Checks the parameters, stores a job and queues it.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="parameters">The parameters as they came; values may be texts that hold JSON.</param>
    /// <param name="inputs">Those of the tool, by canonical name, for the job's inputs; tokens are taken out here.</param>
    /// <param name="baseAddress">Address under which the client reached this service, to know its own addresses when they are named as inputs.</param>
    /// <param name="caller">Who submits.</param>
    /// <param name="cancellationToken">Stops before the job is stored; never after.</param>
    /// <returns>The stored job.</returns>
    /// <exception cref="InvalidRequestException">The request cannot be taken; carries all the faults.</exception>
    Task<AnalysisJob> SubmitAsync(
        ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken);
}
