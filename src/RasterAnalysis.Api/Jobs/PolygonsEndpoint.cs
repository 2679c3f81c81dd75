using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.Polygons;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>POST /items/{id}/polygons</c>: submits a job that makes polygons of a class raster.</summary>
internal static class PolygonsEndpoint
{
    private static readonly PolygonsTool Tool = new();

    internal static ToolBody Body { get; } = new(PolygonsTool.TaskName, Tool.OutputParameter!, makesFeatures: true, ItemTool.InputParameter, "minimumArea", "simplify", "classes");

    public static void MapPolygons(this RouteGroupBuilder api) =>
        api.MapPost("/items/{id}/polygons", SubmitAsync).IsAudited(AuditAction.JobSubmitted).WithTags("Jobs").WithName("MakePolygons")
            .WithSummary("Makes polygons of the classes of a classified raster")
            .WithDescription(
                "Answers at once; the job's address is in Location. The result is a feature layer with the fields Value, ClassName and Area; neighbours share their edges. A key that is not known is refused.")
            .IsLimited(RateLimitKind.Submissions).TakesJson<PolygonsRequestModel>().MayBeMissing();

    private static Task<Accepted<JobModel>> SubmitAsync(
        string id, HttpRequest request, ItemJobSubmission submission, CallerCatalog catalog, CallerJobs jobs, CurrentCaller caller, CancellationToken cancellationToken) =>
        Body.SubmitOfItemAsync<PolygonsRequestModel>(
            request, Tool, id, catalog, jobs, (read, inputs, baseAddress) => submission.SubmitAsync(Tool, read, inputs, baseAddress, caller.Value, cancellationToken), cancellationToken);
}
