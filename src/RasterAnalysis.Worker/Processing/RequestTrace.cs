using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// Gathers the spans of a request that has a trace, and hands them to the service with the answer: this process speaks to no host, and need not hold an exporter's memory and threads.
/// </summary>
/// <remarks>Thread-safe. One request at a time.</remarks>
internal sealed class RequestTrace : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public RequestTrace()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServiceTracing.Name,

            // a part of nothing is a part of a request without a trace
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == default ? ActivitySamplingResult.None : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (_lock)
                {
                    _ended.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Begins the span of a request; null where it has no trace.</summary>
    public static Activity? Begin(InstanceRequest request) => ActivityContext.TryParse(request.TraceParent, null, isRemote: true, out var parent)
        ? ServiceTracing.Source.StartActivity($"instance.{JsonNamingPolicy.CamelCase.ConvertName(request.GetType().Name)}", ActivityKind.Internal, parent)?.SetTag("process.pid", Environment.ProcessId) : null;

    /// <summary>Adds a span of something that was measured on other threads.</summary>
    public static void Add(string name, StageTime time)
    {
        if (Activity.Current is { } current)
        {
            using var activity = ServiceTracing.Source.StartActivity(name, ActivityKind.Internal, current.Context, startTime: time.Begun);
            activity?.SetTag(ServiceTracing.BusySeconds, time.Busy.TotalSeconds).SetEndTime(time.Ended);
        }
    }

    /// <summary>The spans of the request that has just ended, parents first; null for none.</summary>
    public InstanceReply.Spans? Take()
    {
        lock (_lock)
        {
            // who ends last began first
            var spans = _ended.AsEnumerable().Reverse().Select(ToSpan).ToList();
            _ended.Clear();
            return spans.Count > 0 ? new InstanceReply.Spans(spans) : null;
        }
    }

    public void Dispose() => _listener.Dispose();

    private static InstanceSpan ToSpan(Activity activity) => new(
        activity.SpanId.ToHexString(), activity.ParentSpanId.ToHexString(), activity.OperationName, activity.StartTimeUtc, activity.StartTimeUtc + activity.Duration,
        activity.TagObjects.ToDictionary(tag => tag.Key, tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? ""),
        activity.Status == ActivityStatusCode.Error ? activity.StatusDescription ?? "" : null);
}
