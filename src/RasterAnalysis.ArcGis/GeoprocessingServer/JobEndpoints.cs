using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Tools;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>One job: its state, its result, its inputs, and how to stop it.</summary>
internal static class JobEndpoints
{
    /// <summary>Maps a job's resources; the group has the route values <c>task</c> and <c>jobId</c>.</summary>
    public static void MapJobs(this IEndpointRouteBuilder job)
    {
        job.MapMethods("", ResourceCalls.Methods, DescribeJobAsync).IsResource().WithSummary("State and messages of a job");
        job.MapMethods("cancel", ResourceCalls.Methods, CancelJobAsync).IsChange().WithMetadata(new AuditedAction(AuditAction.JobCancelled)).WithSummary("Stops a job");
        job.MapMethods("results", ResourceCalls.Methods, ListResultsAsync).IsResource().WithSummary("All results of a job");
        job.MapMethods("results/{name}", ResourceCalls.Methods, DescribeResultAsync).IsResource().WithSummary("One result of a job");
        job.MapMethods("inputs", ResourceCalls.Methods, ListInputsAsync).IsResource().WithSummary("All inputs of a job");
        job.MapMethods("inputs/{name}", ResourceCalls.Methods, DescribeInputAsync).IsResource().WithSummary("One input of a job");
    }

    private static async Task<EsriResource> DescribeJobAsync(
        string task, string jobId, HttpContext context, GeoprocessingTasks tasks, CallerJobs jobs, CancellationToken cancellationToken)
    {
        var (tool, job) = await tasks.FindJobAsync(task, jobId, cancellationToken);
        return await DescribeAsync(tool, job, context, jobs, cancellationToken);
    }

    private static async Task<EsriResource> CancelJobAsync(
        string task, string jobId, HttpContext context, GeoprocessingTasks tasks, CallerJobs jobs, IJobCanceller canceller,
        CancellationToken cancellationToken)
    {
        var (tool, job) = await tasks.FindJobAsync(task, jobId, cancellationToken);
        var isPage = context.ArcGis().Format == ResponseFormat.Html;
        if (isPage && !HttpMethods.IsPost(context.Request.Method))
        {
            // a link that somebody follows, or a program that follows all of them, stops nothing
            return await DescribeAsync(tool, job, context, jobs, cancellationToken);
        }

        await jobs.RequireOwnAsync(job.Id, cancellationToken);
        var cancelled = await canceller.CancelAsync(job.Id, cancellationToken);
        var resource = await DescribeAsync(tool, cancelled, context, jobs, cancellationToken);
        return isPage ? resource with { Page = new ResourcePage { ContinuesAt = PathOf(tool, job) } } : resource;
    }

    private static async Task<EsriResource> DescribeAsync(
        ITool task, AnalysisJob job, HttpContext context, CallerJobs jobs, CancellationToken cancellationToken)
    {
        var wantsMessages = JsonReading.ParseBoolean(context.Parameters()["returnMessages"]) ?? true;
        var messages = wantsMessages ? await jobs.MessagesAsync(job, 0, cancellationToken) : [];
        var path = PathOf(task, job);
        List<ResourceLink> links = [new("inputs", $"{path}/inputs"), new("On the map page", $"/#/jobs/{job.Id}")];
        if (job.Status == JobStatus.Succeeded)
        {
            links.Insert(0, new ResourceLink("results", $"{path}/results"));
            links.AddRange(task.Result.Item is null ? [] : [new ResourceLink(job.OutputName, ServicePaths.ImageService(job.OutputName))]);
        }

        var cancel = ToolForms.Cancel(task, job);
        return new EsriResource($"Job {job.Id}", JobResource.ToJson(task, job, messages), [.. links])
        {
            Page = new ResourcePage
            {
                Forms = cancel is null ? [] : [cancel],
                Percent = cancel is null ? null : Math.Clamp(job.Progress, 0, 100),
                IsLive = cancel is not null && JsonReading.ParseBoolean(context.Parameters()[HtmlPage.Follow]) is not false,
            },
        };
    }

    private static string PathOf(ITool tool, AnalysisJob job) => $"{ServicePaths.Toolbox}/{tool.Name}/jobs/{job.Id}";

    private static async Task<EsriResource> ListResultsAsync(
        string task, string jobId, HttpContext context, GeoprocessingTasks tasks, CancellationToken cancellationToken)
    {
        var (tool, job) = await tasks.FindJobAsync(task, jobId, cancellationToken);
        var results = new JsonArray(JobResource.ResultToJson(tool, job, context.ArcGis()));
        return new EsriResource("Results", new JsonObject { ["results"] = results });
    }

    private static async Task<EsriResource> DescribeResultAsync(
        string task, string jobId, string name, HttpContext context, GeoprocessingTasks tasks, CancellationToken cancellationToken)
    {
        var (tool, job) = await tasks.FindJobAsync(task, jobId, cancellationToken);
        return tool.Description.IsResult(name)
            ? new EsriResource(tool.Description.Result.Name, JobResource.ResultToJson(tool, job, context.ArcGis()))
            : throw new InvalidRequestException("results", $"there is no result '{name}'; the result is {tool.Description.Result.Name}.");
    }

    private static async Task<EsriResource> ListInputsAsync(
        string task, string jobId, GeoprocessingTasks tasks, CancellationToken cancellationToken)
    {
        var (tool, job) = await tasks.FindJobAsync(task, jobId, cancellationToken);
        var inputs = tool.Description.Inputs.Select(parameter => JobResource.InputToJson(parameter, job)).OfType<JsonObject>();
        return new EsriResource("Inputs", new JsonObject { ["inputs"] = new JsonArray([.. inputs]) });
    }

    private static async Task<EsriResource> DescribeInputAsync(
        string task, string jobId, string name, GeoprocessingTasks tasks, CancellationToken cancellationToken)
    {
        var (tool, job) = await tasks.FindJobAsync(task, jobId, cancellationToken);
        var parameter = tool.Description.Inputs.FirstOrDefault(input => input.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return parameter is not null && JobResource.InputToJson(parameter, job) is { } input
            ? new EsriResource(parameter.Name, input)
            : throw new InvalidRequestException("inputs", $"the job has no input '{name}'.");
    }
}
