using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Jobs;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>/detect-objects</c>: submits jobs.</summary>
internal static class DetectObjectsEndpoints
{
    private static readonly DetectObjectsTool Tool = new();

    internal static ToolBody Body { get; } = new(
        DetectObjectsTool.TaskName, Tool.OutputParameter, makesFeatures: true,
        "inputRaster", "model", "modelArguments", "runNMS", "maxOverlapRatio", "confidenceScoreField", "classValueField", "processAllRasterItems", "context");

    public static void MapDetectObjects(this RouteGroupBuilder api) =>
        api.MapPost("/detect-objects/jobs", SubmitAsync).IsAudited(AuditAction.JobSubmitted).WithTags("Jobs").WithName("DetectObjects")
            .WithSummary("Finds the objects in a raster with a deep learning model")
            .WithDescription("Answers at once; the job's address is in Location. The result is a feature layer. A key that is not known is refused.")
            .IsLimited(RateLimitKind.Submissions).TakesJson<DetectObjectsRequestModel>();

    private static Task<Accepted<JobModel>> SubmitAsync(
        HttpRequest request, RasterModelSubmission submission, CallerJobs jobs, CurrentCaller caller, CancellationToken cancellationToken) =>
        Body.SubmitAsync<DetectObjectsRequestModel, RasterModelRequest>(
            request, jobs, Tool.Parse, (read, inputs, baseAddress) => submission.SubmitAsync(Tool, read, inputs, baseAddress, caller.Value, cancellationToken), cancellationToken);
}
