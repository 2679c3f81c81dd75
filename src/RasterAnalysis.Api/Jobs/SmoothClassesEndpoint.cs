using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.SmoothClasses;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>POST /items/{id}/smooth</c>: submits jobs that smooth a classified raster.</summary>
internal static class SmoothClassesEndpoint
{
    internal static ToolBody Body { get; } = new(
        SmoothClassesTool.TaskName, "outputClassifiedRaster", makesFeatures: false, "inputRaster", "minimumMappingUnit", "connectivity", "sieve", "majorityFilter");

    public static void MapSmoothClasses(this RouteGroupBuilder api) =>
        api.MapPost("/items/{id}/smooth", SubmitAsync).IsAudited(AuditAction.JobSubmitted).WithTags("Jobs").WithName("SmoothClasses")
            .WithSummary("Smooths a classified raster")
            .WithDescription("Answers at once; the job's address is in Location. The result is a new raster with the same classes. A key that is not known is refused.")
            .IsLimited(RateLimitKind.Submissions).TakesJson<SmoothClassesRequestModel>();

    private static Task<Accepted<JobModel>> SubmitAsync(
        string id, HttpRequest request, SmoothClassesSubmission submission, CallerJobs jobs, CurrentCaller caller, CancellationToken cancellationToken) =>
        Body.SubmitOfItemAsync<SmoothClassesRequestModel, ItemToolRequest>(
            request, id, jobs, SmoothClassesRequestParser.Parse, (read, inputs, baseAddress) => submission.SubmitAsync(read, inputs, baseAddress, caller.Value, cancellationToken),
            cancellationToken);
}
