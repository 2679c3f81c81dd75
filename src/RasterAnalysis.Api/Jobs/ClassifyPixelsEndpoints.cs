using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Jobs;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>/classify-pixels</c>: submits jobs, and says beforehand what they would do.</summary>
internal static class ClassifyPixelsEndpoints
{
    private static readonly ClassifyPixelsTool Tool = new();

    internal static ToolBody Body { get; } = new(
        ClassifyPixelsTool.TaskName, Tool.OutputParameter, makesFeatures: false, "inputRaster", "model", "modelArguments", "outputStore", "processAllRasterItems", "context");

    public static void MapClassifyPixels(this RouteGroupBuilder api)
    {
        api.MapPost("/classify-pixels/jobs", SubmitAsync).IsAudited(AuditAction.JobSubmitted).WithTags("Jobs").WithName("ClassifyPixels")
            .WithSummary("Classifies the pixels of a raster with a deep learning model")
            .WithDescription("Answers at once; the job's address is in Location. A key that is not known is refused.")
            .IsLimited(RateLimitKind.Submissions).TakesJson<ClassifyPixelsRequestModel>();
        api.MapPost("/classify-pixels/plans", PlanAsync).WithTags("Jobs").WithName("PlanClassifyPixels")
            .WithSummary("Says what a job would do")
            .WithDescription(
                "Takes the body of a job, and plans it as the job would be: grid, pixels, tiles, seams, normalization, bands, time and disk. Nothing is stored. What the job would be refused for, or fail over at its beginning, "
                + "is refused here. Inputs on other servers are fetched for it.")
            .IsLimited(RateLimitKind.Pictures).TakesJson<ClassifyPixelsRequestModel>();
    }

    private static async Task<Ok<ClassifyPixelsPlanModel>> PlanAsync(HttpRequest request, ClassifyPixelsForecasts forecasts, CurrentCaller caller, CancellationToken cancellationToken)
    {
        var forecast = await Body.PlanAsync<ClassifyPixelsRequestModel, RasterModelRequest, JobForecast>(
            request, Tool.Parse, read => forecasts.PlanAsync(read, Addresses.Base(request), caller.Value, cancellationToken), cancellationToken);
        return TypedResults.Ok(ClassifyPixelsPlanModel.From(forecast));
    }

    private static Task<Accepted<JobModel>> SubmitAsync(
        HttpRequest request, RasterModelSubmission submission, CallerJobs jobs, CurrentCaller caller, CancellationToken cancellationToken) =>
        Body.SubmitAsync<ClassifyPixelsRequestModel, RasterModelRequest>(
            request, jobs, Tool.Parse, (read, inputs, baseAddress) => submission.SubmitAsync(Tool, read, inputs, baseAddress, caller.Value, cancellationToken), cancellationToken);
}
