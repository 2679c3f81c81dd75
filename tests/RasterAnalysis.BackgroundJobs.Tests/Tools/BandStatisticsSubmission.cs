using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.Jobs;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Tests.Tools;

/// <summary>Takes requests for <see cref="BandStatisticsTool"/> in.</summary>
internal sealed class BandStatisticsSubmission(IJobStore jobs, IJobQueue queue, StoredRequests requests, TimeProvider time) : IToolSubmission
{
    public async Task<AnalysisJob> SubmitAsync(
        ITool tool, JsonObject parameters, JsonObject inputs, Uri baseAddress, Caller caller, CancellationToken cancellationToken)
    {
        if (parameters["inputRaster"] is not JsonValue path)
        {
            throw new InvalidRequestException("inputRaster", "is required.");
        }

        var job = new AnalysisJob
        {
            Id = AnalysisJob.NewId(),
            Task = tool.Name,
            Submitted = time.GetUtcNow(),
            Request = requests.Write(new BandStatisticsRequest(new InputLocation((string?)path, IsTrusted: true), 16)),
            Inputs = inputs.ToJsonString(),
            OutputName = "",
            Owner = caller.Name,
        };
        await jobs.TryCreateAsync(job, [], cancellationToken: cancellationToken);
        queue.Enqueue(job.Id, job.Task);
        return job;
    }
}
