using System.Text.Json.Nodes;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>One task of the toolbox. All run asynchronously and give one result: a raster layer, or what <see cref="AnalysisJob.ResultValue"/> holds.</summary>
internal interface IGeoprocessingTask
{
    /// <summary>What the task says of itself.</summary>
    TaskDescription Description { get; }

    /// <summary>Checks the parameters, stores a job and queues it.</summary>
    /// <param name="parameters">The parameters as they came, each a text.</param>
    /// <param name="inputs">Those of the task, by canonical name, for the job's inputs.</param>
    /// <param name="baseAddress">Address under which the client reached this service.</param>
    /// <param name="owner">Who submits.</param>
    /// <param name="cancellationToken">Stops before the job is stored.</param>
    /// <exception cref="InvalidRequestException">The request cannot be taken; carries all the faults.</exception>
    Task<AnalysisJob> SubmitAsync(JsonObject parameters, JsonObject inputs, Uri baseAddress, string owner, CancellationToken cancellationToken);
}
