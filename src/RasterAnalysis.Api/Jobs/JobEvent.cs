using System.Text.Json.Nodes;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Jobs;

/// <summary>One server-sent event of a job.</summary>
/// <param name="Type"><c>message</c>, <c>progress</c> or <c>status</c>.</param>
/// <param name="Data">What it tells.</param>
/// <param name="Place">What is known with it.</param>
internal sealed record JobEvent(string Type, JsonObject Data, JobEventPlace Place)
{
    /// <summary>What a listener has missed, in order; the state comes last, so that a final one ends the story.</summary>
    /// <param name="job">The job, as it was before <paramref name="messages"/> were read.</param>
    /// <param name="messages">Messages from <see cref="JobEventPlace.Messages"/> on.</param>
    /// <param name="known">What the listener knows.</param>
    public static IEnumerable<JobEvent> Missed(AnalysisJob job, IReadOnlyList<JobMessage> messages, JobEventPlace known)
    {
        foreach (var message in messages)
        {
            known = known with { Messages = known.Messages + 1 };
            yield return new JobEvent("message", new JsonObject { ["type"] = Word(message.Type), ["text"] = message.Text, ["time"] = message.Time }, known);
        }

        if (known.Progress != job.Progress)
        {
            known = known with { Progress = job.Progress };
            yield return new JobEvent(
                "progress",
                new JsonObject { ["progress"] = job.Progress, ["text"] = job.ProgressText, ["total"] = job.SectionsTotal, ["done"] = job.SectionsDone },
                known);
        }

        if (known.Status != job.Status)
        {
            known = known with { Status = job.Status };
            yield return new JobEvent("status", new JsonObject { ["status"] = Word(job.Status) }, known);
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
