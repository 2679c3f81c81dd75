using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Jobs;

/// <summary>A job as server-sent events: <c>message</c>, <c>progress</c> and <c>status</c>, until the state is final.</summary>
internal static class JobEvents
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(400);

    public static async Task<ServerSentEventsResult<JsonObject>> StreamAsync(
        string id, IJobStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        _ = await store.FindAsync(id, cancellationToken) ?? throw new NotFoundException("job", id);
        return TypedResults.ServerSentEvents(EventsAsync(id, store, time, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<JsonObject>> EventsAsync(
        string id, IJobStore store, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = 0;
        (JobStatus? Status, double Progress) last = (null, -1);
        using var timer = new PeriodicTimer(Poll, time);
        do
        {
            // the job first: a final state is told only after every message that came before it
            if (await store.FindAsync(id, cancellationToken) is not { } job)
            {
                yield break;
            }

            foreach (var message in await store.MessagesAsync(id, seen, cancellationToken))
            {
                seen++;
                yield return Event("message", new JsonObject
                {
                    ["type"] = Word(message.Type), ["text"] = message.Text, ["time"] = message.Time,
                });
            }

            if (last.Progress != job.Progress)
            {
                yield return Event("progress", new JsonObject
                {
                    ["progress"] = job.Progress, ["text"] = job.ProgressText, ["total"] = job.SectionsTotal, ["done"] = job.SectionsDone,
                });
            }

            if (last.Status != job.Status)
            {
                yield return Event("status", new JsonObject { ["status"] = Word(job.Status) });
            }

            last = (job.Status, job.Progress);
            if (job.Status.IsFinal())
            {
                yield break;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static SseItem<JsonObject> Event(string type, JsonObject data) => new(data, type);
}
