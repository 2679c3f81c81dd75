using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>/classify-pixels/jobs</c>: submits jobs.</summary>
internal static class ClassifyPixelsEndpoints
{
    /// <summary>Names under which a job's inputs are shown, by the native API's names.</summary>
    private static readonly Dictionary<string, string> InputNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["inputRaster"] = "inputRaster",
        ["model"] = "model",
        ["modelArguments"] = "modelArguments",
        ["outputName"] = "outputClassifiedRaster",
        ["processAllRasterItems"] = "processAllRasterItems",
        ["context"] = "context",
    };

    public static void MapClassifyPixels(this RouteGroupBuilder api) =>
        api.MapPost("/classify-pixels/jobs", SubmitAsync).WithTags("Jobs").WithName("ClassifyPixels")
            .WithSummary("Classifies the pixels of a raster with a deep learning model")
            .WithDescription("Answers at once; the job's address is in Location. A key that is not known is refused.")
            .TakesJson<ClassifyPixelsRequestModel>();

    private static async Task<Accepted<JobModel>> SubmitAsync(
        HttpRequest request, ClassifyPixelsSubmission submission, IJobStore jobs, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var baseAddress = Caller.BaseAddress(request);
        var job = await SubmitBodyAsync(submission, body, baseAddress, Caller.Owner(request), cancellationToken);
        var messages = await jobs.MessagesAsync(job.Id, cancellationToken: cancellationToken);
        return TypedResults.Accepted(Addresses.Job(baseAddress, job.Id), JobModel.From(job, messages, baseAddress));
    }

    /// <summary>Submits; faults name the fields of this API.</summary>
    private static async Task<AnalysisJob> SubmitBodyAsync(
        ClassifyPixelsSubmission submission, JsonObject body, Uri baseAddress, string owner, CancellationToken cancellationToken)
    {
        var inputs = InputsOf(body);
        var unknown = RequestKeys.Unknown<ClassifyPixelsRequestModel>(body);
        try
        {
            var read = ClassifyPixelsRequestParser.Parse(body);
            return unknown.Count == 0
                ? await submission.SubmitAsync(read, inputs, baseAddress, owner, cancellationToken)
                : throw new InvalidRequestException(unknown);
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
