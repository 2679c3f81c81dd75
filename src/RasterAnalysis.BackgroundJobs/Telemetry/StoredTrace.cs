using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Telemetry;

/// <summary>
/// The trace of the request that submitted a job (W3C's <c>traceparent</c>), as the first member of the stored request: it is there on every node and after every restart,
/// for every tool, and readers of the request pass over it.
/// </summary>
internal static class StoredTrace
{
    private const string Member = "traceParent";

    /// <summary>Adds a trace to a request.</summary>
    /// <param name="request">A JSON object.</param>
    /// <param name="activity">What goes on; null adds nothing.</param>
    public static string Add(string request, Activity? activity) => activity is { IdFormat: ActivityIdFormat.W3C, Id: { } id } && request is ['{', .. var members]
        ? $"{{\"{Member}\":\"{id}\"{(members.AsSpan().TrimStart() is ['}', ..] ? "" : ",")}{members}" : request;

    /// <summary>Begins the span of a run. Its parent is the request that submitted the job, wherever and whenever that was.</summary>
    public static Activity? StartRun(AnalysisJob job) => ServiceTracing.Source.StartActivity(ServiceTracing.Run, ActivityKind.Consumer, Of(job.Request) ?? default)
        ?.SetTag(ServiceTracing.JobId, job.Id).SetTag(ServiceTracing.Tool, job.Task);

    /// <summary>The trace of a stored request; null where it has none.</summary>
    public static ActivityContext? Of(string request)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(request));
        try
        {
            return reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(Member)
                && reader.Read() && reader.TokenType == JsonTokenType.String && ActivityContext.TryParse(reader.GetString(), null, isRemote: true, out var context)
                ? context : null;
        }
        catch (JsonException)
        {
            // whoever needs the request says what is wrong with it
            return null;
        }
    }
}
