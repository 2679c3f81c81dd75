using Microsoft.AspNetCore.Http.Features;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Jobs;

/// <summary>
/// Writes a job as server-sent events until its state is final. Written here rather than by ASP.NET Core's result, which has no comments: one is the heartbeat
/// that keeps proxies from closing a silent stream, and pages do not see it.
/// </summary>
internal sealed class JobEventStream(AnalysisJob of, JobEventPlace known, CallerJobs store, TimeProvider time, CancellationToken stopping) : IResult
{
    /// <summary>Silence after which a heartbeat is written.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(400);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // a service that ends does not wait for listeners: they come back to the next one
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            await WriteAsync(response, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // the listener has gone, or the service ends: the stream does too
        }
        catch (NotFoundException) when (response.HasStarted)
        {
            // the job is gone, and its stream ends
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        var written = time.GetTimestamp();
        using var timer = new PeriodicTimer(Poll, time);
        do
        {
            // the job first: a final state is told only after every message that came before it
            var job = await store.RequireAsync(of.Id, cancellationToken);
            var text = string.Concat(JobEvent.Missed(job, await store.MessagesAsync(job, known.Messages, cancellationToken), known).Select(Written));
            if (text.Length == 0 && time.GetElapsedTime(written) >= Heartbeat)
            {
                text = ": heartbeat\n\n";
            }

            if (text.Length > 0)
            {
                await response.WriteAsync(text, cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
                written = time.GetTimestamp();
            }

            if (job.Status.IsFinal())
            {
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    // JSON without white space has no line break
    private string Written(JobEvent told)
    {
        known = told.Place;
        return $"event: {told.Type}\nid: {told.Place}\ndata: {told.Data.ToJsonString()}\n\n";
    }
}
