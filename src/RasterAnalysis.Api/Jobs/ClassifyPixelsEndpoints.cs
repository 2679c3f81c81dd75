using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>/classify-pixels</c>: submits jobs, and says beforehand what they would do.</summary>
internal static class ClassifyPixelsEndpoints
{
    /// <summary>Names under which a job's inputs are shown, by the native API's names.</summary>
    private static readonly Dictionary<string, string> InputNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["inputRaster"] = "inputRaster",
        ["model"] = "model",
        ["modelArguments"] = "modelArguments",
        ["outputName"] = "outputClassifiedRaster",
        ["outputStore"] = "outputStore",
        ["processAllRasterItems"] = "processAllRasterItems",
        ["context"] = "context",
    };

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

    private static async Task<Accepted<JobModel>> SubmitAsync(
        HttpRequest request, ClassifyPixelsSubmission submission, CallerJobs jobs, CurrentCaller caller, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var baseAddress = Addresses.Base(request);
        var inputs = InputsOf(body);
        var job = await WithBodyAsync(body, read => submission.SubmitAsync(read, inputs, baseAddress, caller.Value, cancellationToken));
        var messages = await jobs.MessagesAsync(job, cancellationToken: cancellationToken);
        return TypedResults.Accepted(Addresses.Job(baseAddress, job.Id), JobModel.From(job, messages, baseAddress));
    }

    private static async Task<Ok<ClassifyPixelsPlanModel>> PlanAsync(HttpRequest request, ClassifyPixelsSubmission submission, CurrentCaller caller, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var forecast = await WithBodyAsync(body, read => submission.PlanAsync(read, Addresses.Base(request), caller.Value, cancellationToken));
        return TypedResults.Ok(ClassifyPixelsPlanModel.From(forecast));
    }

    /// <summary>Does something with the request in a body; faults name the fields of this API.</summary>
    private static async Task<T> WithBodyAsync<T>(JsonObject body, Func<ClassifyPixelsRequest, Task<T>> work)
    {
        var unknown = RequestKeys.Unknown<ClassifyPixelsRequestModel>(body);
        try
        {
            var read = ClassifyPixelsRequestParser.Parse(body);
            return unknown.Count == 0 ? await work(read) : throw new InvalidRequestException(unknown);
        }
        catch (InvalidRequestException exception)
        {
            throw new InvalidRequestException(
                [.. exception.Errors.Select(error => error.Field == InputNames["outputName"] ? error with { Field = "outputName" } : error).Union(unknown)]);
        }
    }

    /// <summary>The request of a job, by this API's names: whichever API took it, its result's name is known.</summary>
    public static JsonObject RequestOf(AnalysisJob job)
    {
        var request = JsonNode.Parse(job.Inputs) as JsonObject ?? [];
        if (request.Remove(InputNames["outputName"]))
        {
            request["outputName"] = job.OutputName;
        }

        return request;
    }

    /// <summary>The parameters as they were sent.</summary>
    private static JsonObject InputsOf(JsonObject body)
    {
        var inputs = new JsonObject();
        foreach (var (name, value) in body)
        {
            if (value is not null && InputNames.TryGetValue(name, out var shown))
            {
                inputs[shown] = value.DeepClone();
            }
        }

        return inputs;
    }
}
