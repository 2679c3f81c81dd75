using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Api.SignIn;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>/jobs</c>: looks at jobs and cancels them.</summary>
internal static class JobEndpoints
{
    public static void MapJobs(this RouteGroupBuilder api)
    {
        var jobs = api.MapGroup("/jobs").WithTags("Jobs").Requires(Rights.Read);
        jobs.MapList("", ListAsync).WithName("ListJobs").WithSummary("Lists jobs, the newest first")
            .WithDescription("status is one of those that jobs have. X-Total-Count says how many there are in all, and Link where the rest of them is.").WithQuery("status", "skip", "take");
        jobs.MapGet("/{id}", GetAsync).WithName("GetJob").WithSummary("Describes a job, with its messages and its result").MayBeMissing();
        jobs.MapGet("/{id}/inputs", GetInputsAsync).WithName("GetJobInputs").WithSummary("The request as it was given, without its secrets")
            .WithDescription("Enough to submit it again. For a task about models its parameters by their names.")
            .Produces<ClassifyPixelsRequestModel>().MayBeMissing();
        jobs.MapPost("/{id}/cancel", CancelAsync).IsAudited(AuditAction.JobCancelled).WithName("CancelJob").WithSummary("Cancels a job").MayBeMissing().MayHaveUndeclaredBody().Requires(Rights.Submit);
        jobs.MapGet("/{id}/sections", SectionsAsync).WithName("GetJobSections").WithSummary("The sections of a job and how far each is").MayBeMissing();
        jobs.MapGet("/{id}/events", JobEvents.StreamAsync).WithName("GetJobEvents").WithSummary("Status, progress and messages as server-sent events")
            .WithDescription("Every event has an id; a client that comes back with it in Last-Event-ID is told what it has missed, and 204 once it knows the end. A comment keeps a silent stream open.")
            .Produces<Stream>(200, "text/event-stream").Produces(204).MayBeMissing();
    }

    private static async Task<Ok<JobModel[]>> ListAsync(
        HttpRequest request, CallerJobs store, CancellationToken cancellationToken, string? status = null, int skip = 0, int take = 100)
    {
        (skip, take) = ListPage.Within(skip, take);
        var wanted = ParseStatus(status);
        var jobs = await store.ListAsync(skip, take, wanted, cancellationToken);
        ListPage.SayWhere(request, skip, take, await ListPage.TotalAsync(skip, take, jobs.Count, () => store.CountAsync(wanted, cancellationToken)));
        var messages = await store.MessagesAsync(jobs, cancellationToken);
        var baseAddress = Addresses.Base(request);
        return TypedResults.Ok(jobs.Select(job => JobModel.From(job, [.. messages[job.Id]], baseAddress)).ToArray());
    }

    private static JobStatus? ParseStatus(string? text)
    {
        var found = Enum.GetValues<JobStatus>().Where(status => $"{status}".Equals(text, StringComparison.OrdinalIgnoreCase)).Select(status => (JobStatus?)status).FirstOrDefault();
        return text is null || found is not null ? found : throw new InvalidRequestException(
            "status", $"must be one of {string.Join(", ", Enum.GetNames<JobStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
    }

    private static async Task<Ok<JobModel>> GetAsync(string id, HttpRequest request, CallerJobs store, CancellationToken cancellationToken)
    {
        var job = await store.RequireAsync(id, cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(JobModel.From(job, await store.MessagesAsync(job, cancellationToken: cancellationToken), Addresses.Base(request)));
    }

    private static async Task<IResult> GetInputsAsync(string id, CallerJobs store, CancellationToken cancellationToken)
    {
        var job = await store.RequireAsync(id, cancellationToken);
        return TypedResults.Ok(ToolBody.RequestOf(job));
    }

    private static async Task<Ok<SectionModel[]>> SectionsAsync(
        string id, HttpResponse response, CallerJobs store, ISectionJournal journal, CancellationToken cancellationToken)
    {
        await store.RequireAsync(id, cancellationToken);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok((await journal.ListAsync(id, cancellationToken)).Select(SectionModel.From).ToArray());
    }

    private static async Task<Accepted<JobModel>> CancelAsync(
        string id, HttpRequest request, IJobCanceller canceller, CallerJobs store, CancellationToken cancellationToken)
    {
        await store.RequireOwnAsync(id, cancellationToken);
        var job = await canceller.CancelAsync(id, cancellationToken);
        var baseAddress = Addresses.Base(request);
        return TypedResults.Accepted(
            Addresses.Job(baseAddress, id), JobModel.From(job, await store.MessagesAsync(job, cancellationToken: cancellationToken), baseAddress));
    }
}
