using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.SmoothClasses;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>POST /items/{id}/smooth</c>: submits jobs that smooth a classified raster.</summary>
internal static class SmoothClassesEndpoint
{
    private static readonly SmoothClassesTool Tool = new();

    internal static ToolBody Body { get; } = new(
        SmoothClassesTool.TaskName, Tool.OutputParameter!, makesFeatures: false, ItemTool.InputParameter, "minimumMappingUnit", "connectivity", "sieve", "majorityFilter");

    public static void MapSmoothClasses(this RouteGroupBuilder api) =>
        api.MapPost("/items/{id}/smooth", SubmitAsync).IsAudited(AuditAction.JobSubmitted).WithTags("Jobs").WithName("SmoothClasses")
            .WithSummary("Smooths a classified raster")
            .WithDescription("Answers at once; the job's address is in Location. The result is a new raster with the same classes. A key that is not known is refused.")
            .IsLimited(RateLimitKind.Submissions).TakesJson<SmoothClassesRequestModel>().MayBeMissing();

    private static Task<Accepted<JobModel>> SubmitAsync(
        string id, HttpRequest request, ItemJobSubmission submission, CallerCatalog catalog, CallerJobs jobs, CurrentCaller caller, CancellationToken cancellationToken) =>
        Body.SubmitOfItemAsync<SmoothClassesRequestModel>(
            request, Tool, id, catalog, jobs, (read, inputs, baseAddress) => submission.SubmitAsync(Tool, read, inputs, baseAddress, caller.Value, cancellationToken), cancellationToken);
}
