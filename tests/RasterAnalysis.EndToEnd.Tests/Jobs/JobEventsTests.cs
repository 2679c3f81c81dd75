using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>Server-sent events of a job, as a browser's <c>EventSource</c> asks for them: it comes back with the last id, and stops at 204.</summary>
public sealed class JobEventsTests(SharedService service)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_tell_the_whole_job_and_end_with_it()
    {
        var id = await SubmitAsync(service.Client);
        using var response = await OpenAsync(service.Client, id, lastEventId: null);

        var events = await AllAsync(response);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        await AssertWholeAsync(id, events);
        var progress = events.Where(e => e.Type == "progress").Select(e => e.Data["progress"]!.GetValue<double>()).ToArray();
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(100, progress[^1]);
        Assert.Equal(events.Count, events.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task An_ended_job_is_told_once_and_then_no_more()
    {
        var id = await SubmitAsync(service.Client);
        await service.Client.FinishedAsync(id);
        using var first = await OpenAsync(service.Client, id, lastEventId: null);
        var events = await AllAsync(first);

        using var again = await OpenAsync(service.Client, id, events[^1].Id);

        await AssertWholeAsync(id, events);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task Who_comes_back_is_told_what_is_missing()
    {
        var id = await SubmitAsync(service.Client);
        await service.Client.FinishedAsync(id);
        using var first = await OpenAsync(service.Client, id, lastEventId: null);
        var events = await AllAsync(first);

        for (var seen = 1; seen < events.Count; seen++)
        {
            using var again = await OpenAsync(service.Client, id, events[seen - 1].Id);

            Assert.Equal(events.Skip(seen).Select(e => (e.Type, e.Id, e.Data.ToJsonString())), (await AllAsync(again)).Select(e => (e.Type, e.Id, e.Data.ToJsonString())));
        }
    }

    [Theory]
    [InlineData("17")]
    [InlineData("a_b_c")]
    [InlineData("-1_0_succeeded")]
    [InlineData("99999999999_0_99")]
    public async Task An_id_that_is_none_of_ours_is_the_beginning(string lastEventId)
    {
        var id = await SubmitAsync(service.Client);
        await service.Client.FinishedAsync(id);
        using var response = await OpenAsync(service.Client, id, lastEventId);

        await AssertWholeAsync(id, await AllAsync(response));
    }

    [Fact]
    public async Task A_silent_job_has_a_heartbeat_and_a_service_that_ends_ends_the_stream()
    {
        await using var process = new ServiceProcess();
        process.Settings["RasterAnalysis__Jobs__Run"] = "false";
        await process.StartAsync();
        var id = await SubmitAsync(process.Client);
        using var http = new HttpClient { BaseAddress = process.Client.Http.BaseAddress };
        using var response = await http.GetAsync($"api/v1/jobs/{id}/events", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var last = "";
        while (await lines.ReadLineAsync(Cancellation) is { } line && !line.StartsWith(':'))
        {
            last = line.StartsWith("id: ", StringComparison.Ordinal) ? line : last;
        }

        await process.StopAsync();

        // comments and nothing else; then a proper end rather than a broken connection
        var rest = await lines.ReadToEndAsync(Cancellation);
        Assert.All(rest.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith(":", line, StringComparison.Ordinal));
        Assert.EndsWith("_Submitted", last, StringComparison.Ordinal);
    }

    private static async Task<string> SubmitAsync(ServiceClient client)
    {
        var raster = await client.AddAsync(TiffFile.Byte(700, 600, 1, (_, row, column) => (byte)((row ^ column) % 2)), "events.tif");
        var model = await client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), TinyNetworks.CopyBand(2)), "model.dlpk");
        return await client.SubmitAsync(ServiceClient.Request(raster["id"]!.GetValue<string>(), model["id"]!.GetValue<string>()));
    }

    private static async Task<HttpResponseMessage> OpenAsync(ServiceClient client, string id, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/jobs/{id}/events");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    private static async Task<List<(string Type, string Id, JsonNode Data)>> AllAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        var (events, parser) = (new List<(string, string, JsonNode)>(), SseParser.Create(stream));
        await foreach (var item in parser.EnumerateAsync(Cancellation))
        {
            events.Add((item.EventType, parser.LastEventId, JsonNode.Parse(item.Data)!));
        }

        return events;
    }

    /// <summary>Each message once, in order, and the final state at the end.</summary>
    private async Task AssertWholeAsync(string id, List<(string Type, string Id, JsonNode Data)> events)
    {
        Assert.Equal(("status", "succeeded"), (events[^1].Type, events[^1].Data["status"]!.GetValue<string>()));
        Assert.Equal(
            ServiceClient.Messages(await service.Client.JobAsync(id)), events.Where(e => e.Type == "message").Select(e => e.Data["text"]!.GetValue<string>()));
    }
}
