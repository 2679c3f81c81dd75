using Microsoft.AspNetCore.Mvc;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Jobs;

/// <summary><c>/jobs/{id}/events</c>: a job as server-sent events.</summary>
internal static class JobEvents
{
    // 204 ends a browser's trying: it comes back after every end of a stream
    public static async Task<IResult> StreamAsync(
        string id,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        CallerJobs store,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        var job = await store.RequireAsync(id, cancellationToken);
        var known = JobEventPlace.Parse(lastEventId);
        return job.Status.IsFinal() && known.Status == job.Status && (await store.MessagesAsync(job, known.Messages, cancellationToken)).Count == 0
            ? TypedResults.NoContent()
            : new JobEventStream(job, known, store, time, lifetime.ApplicationStopping);
    }
}
