using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>Server-sent events of a job.</summary>
public sealed class JobEventsTests(SharedService service)
{
    [Fact]
    public async Task Events_tell_the_whole_job_and_end_with_it()
    {
        var raster = await service.Client.AddAsync(TiffFile.Byte(700, 600, 1, (_, row, column) => (byte)((row ^ column) % 2)), "events.tif");
        var model = await service.Client.AddAsync(
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), TinyNetworks.CopyBand(2)), "model.dlpk");
        var id = await service.Client.SubmitAsync(ServiceClient.Request(raster["id"]!.GetValue<string>(), model["id"]!.GetValue<string>()));

        await using var stream = await service.Client.Http.GetStreamAsync($"api/v1/jobs/{id}/events", TestContext.Current.CancellationToken);
        var events = new List<(string Type, JsonNode Data)>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            events.Add((item.EventType, JsonNode.Parse(item.Data)!));
        }

        var job = await service.Client.JobAsync(id);
        Assert.Equal(("status", "succeeded"), (events[^1].Type, events[^1].Data["status"]!.GetValue<string>()));
        Assert.Equal(ServiceClient.Messages(job), events.Where(e => e.Type == "message").Select(e => e.Data["text"]!.GetValue<string>()));
        var progress = events.Where(e => e.Type == "progress").Select(e => e.Data["progress"]!.GetValue<double>()).ToArray();
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(100, progress[^1]);
    }
}
