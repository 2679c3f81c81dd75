using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.ChangeClasses;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>POST /items/{id}/change</c>: submits jobs that make a from-to raster of two classified rasters.</summary>
internal static class ChangeClassesEndpoint
{
    private static readonly ChangeClassesTool Tool = new();

    internal static ToolBody Body { get; } = new(
        ChangeClassesTool.TaskName, Tool.OutputParameter!, makesFeatures: false, ItemTool.InputParameter, ChangeClassesTool.ToParameter, ChangeClassesTool.UnchangedParameter,
        ChangeClassesTool.FromConfidenceParameter, ChangeClassesTool.ToConfidenceParameter, ChangeClassesTool.MinimumParameter);

    public static void MapChangeClasses(this RouteGroupBuilder api) =>
        api.MapPost("/items/{id}/change", SubmitAsync).IsAudited(AuditAction.JobSubmitted).WithTags("Jobs").WithName("ChangeClasses")
            .WithSummary("Compares a classified raster with a later one")
            .WithDescription(
                "Answers at once; the job's address is in Location. The result is a from-to raster with a class for each pair that occurs, such as Forest → Water; GET /items/{id}/transitions of it has the matrix. "
                + "Both rasters are on one grid. A key that is not known is refused.")
            .IsLimited(RateLimitKind.Submissions).TakesJson<ChangeClassesRequestModel>().MayBeMissing();

    private static Task<Accepted<JobModel>> SubmitAsync(
        string id, HttpRequest request, ItemJobSubmission submission, CallerCatalog catalog, CallerJobs jobs, CurrentCaller caller, CancellationToken cancellationToken) =>
        Body.SubmitOfItemAsync<ChangeClassesRequestModel>(
            request, Tool, id, catalog, jobs, (read, inputs, baseAddress) => submission.SubmitAsync(Tool, read, inputs, baseAddress, caller.Value, cancellationToken), cancellationToken);
}
