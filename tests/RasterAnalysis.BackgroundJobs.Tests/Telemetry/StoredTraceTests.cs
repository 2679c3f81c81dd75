using System.Diagnostics;
using System.Text.Json;
using RasterAnalysis.BackgroundJobs.Telemetry;

namespace RasterAnalysis.BackgroundJobs.Tests.Telemetry;

public sealed class StoredTraceTests
{
    private const string Request = """{"inputName":"Ä","modelArguments":{"traceParent":"none of ours"}}""";

    [Theory]
    [InlineData(Request)]
    [InlineData("{}")]
    [InlineData("{ }")]
    public void A_request_with_a_trace_keeps_its_members_and_gives_the_trace_back(string request)
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        var stored = StoredTrace.Add(request, activity);

        Assert.Equal(activity.Context.TraceId, StoredTrace.Of(stored)?.TraceId);
        Assert.Equal(activity.Context.SpanId, StoredTrace.Of(stored)?.SpanId);
        Assert.True(StoredTrace.Of(stored)?.IsRemote);
        var members = JsonDocument.Parse(stored).RootElement.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(["traceParent", .. JsonDocument.Parse(request).RootElement.EnumerateObject().Select(member => member.Name)], members);
    }

    [Fact]
    public void A_request_outside_of_any_trace_stays_as_it_is() => Assert.Equal(Request, StoredTrace.Add(Request, null));

    [Theory]
    [InlineData(Request)]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("""{"traceParent":7}""")]
    [InlineData("""{"traceParent":"00-11111111111111111111111111111111-1111111111111111"}""")]
    public void A_request_without_a_trace_has_none(string request) => Assert.Null(StoredTrace.Of(request));
}
