using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>/detect-objects</c>: submits jobs.</summary>
internal static class DetectObjectsEndpoints
{
    internal static RasterModelBody Body { get; } = new(
        new DetectObjectsTool(), makesFeatures: true,
        "inputRaster", "model", "modelArguments", "runNMS", "maxOverlapRatio", "confidenceScoreField", "classValueField", "processAllRasterItems", "context");

    public static void MapDetectObjects(this RouteGroupBuilder api) =>
        api.MapPost("/detect-objects/jobs", Body.SubmitAsync<DetectObjectsRequestModel>).IsAudited(AuditAction.JobSubmitted).WithTags("Jobs").WithName("DetectObjects")
            .WithSummary("Finds the objects in a raster with a deep learning model")
            .WithDescription("Answers at once; the job's address is in Location. The result is a feature layer. A key that is not known is refused.")
            .IsLimited(RateLimitKind.Submissions).TakesJson<DetectObjectsRequestModel>();
}
