using System.Diagnostics;

namespace RasterAnalysis.Processing.Tests;

/// <summary>Spans that come from an instance.</summary>
public sealed class InstanceSpanTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 27, 12, 0, 0, DateTimeKind.Utc);
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;
    private readonly Activity _caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C);

    public InstanceSpanTests()
    {
        // other tests run beside this one
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServiceTracing.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == _caller.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(_listener);
        _caller.Start();
    }

    public void Dispose()
    {
        _caller.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public void Spans_keep_names_times_and_who_is_whose_part_under_the_caller()
    {
        InstanceSpan.Emit(
        [
            Span("a", null, "instance.plan", 0, 9),
            Span("b", "a", "section.read", -2, 3),
            Span("c", "b", "section.run", 4, 5) with { Error = "No." },
            Span("d", "unknown", "section.write", 6, 7),
        ]);

        var spans = _ended.ToDictionary(span => span.OperationName);
        Assert.Equal(
            (_caller.SpanId, spans["instance.plan"].SpanId, spans["section.read"].SpanId, _caller.SpanId),
            (spans["instance.plan"].ParentSpanId, spans["section.read"].ParentSpanId, spans["section.run"].ParentSpanId, spans["section.write"].ParentSpanId));
        Assert.Equal((Noon.AddSeconds(-2), TimeSpan.FromSeconds(5)), (spans["section.read"].StartTimeUtc, spans["section.read"].Duration));
        Assert.Equal((ActivityStatusCode.Error, "No."), (spans["section.run"].Status, spans["section.run"].StatusDescription));
        Assert.Equal("7", spans["section.read"].GetTagItem("process.pid"));
        Assert.Same(_caller, Activity.Current);
    }

    [Fact]
    public void More_spans_than_any_request_makes_are_left_out()
    {
        InstanceSpan.Emit([.. Enumerable.Range(0, 1000).Select(i => Span($"{i}", null, "section.read", 0, 1))]);

        Assert.InRange(_ended.Count, 1, 100);
    }

    private static InstanceSpan Span(string id, string? parentId, string name, int begun, int ended) =>
        new(id, parentId, name, Noon.AddSeconds(begun), Noon.AddSeconds(ended), new Dictionary<string, string> { ["process.pid"] = "7" });
}
