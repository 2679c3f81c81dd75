using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Jobs;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ClassifyObjects;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>/classify-objects</c>: submits jobs.</summary>
internal static class ClassifyObjectsEndpoints
{
    private static readonly ClassifyObjectsTool Tool = new();

    internal static ToolBody Body { get; } = new(
        ClassifyObjectsTool.TaskName, Tool.OutputParameter, makesFeatures: true,
        "inputRaster", "inputFeatures", "model", "modelArguments", "classLabelField", "processAllRasterItems", "context");

    public static void MapClassifyObjects(this RouteGroupBuilder api) =>
        api.MapPost("/classify-objects/jobs", SubmitAsync).IsAudited(AuditAction.JobSubmitted).WithTags("Jobs").WithName("ClassifyObjects")
            .WithSummary("Classifies features by a deep learning model, by what a raster shows of each")
            .WithDescription("Answers at once; the job's address is in Location. The result is a feature layer. A key that is not known is refused.")
            .IsLimited(RateLimitKind.Submissions).TakesJson<ClassifyObjectsRequestModel>();

    private static Task<Accepted<JobModel>> SubmitAsync(
        HttpRequest request, ClassifyObjectsSubmission submission, CallerJobs jobs, CurrentCaller caller, CancellationToken cancellationToken) =>
        Body.SubmitAsync<ClassifyObjectsRequestModel, RasterModelRequest>(
            request, jobs, Tool.Parse, (read, inputs, baseAddress) => submission.SubmitAsync(read, inputs, baseAddress, caller.Value, cancellationToken),
            cancellationToken);
}
