using RasterAnalysis.EndToEnd.Tests.Faults;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>A job that detects objects goes on from its finished sections, whatever is killed.</summary>
public sealed class DetectionFaultTests(SquareService service) : IClassFixture<SquareService>
{
    [Fact]
    public async Task A_job_goes_on_after_the_service_and_an_instance_were_killed()
    {
        var request = await service.RequestAsync("YoloV5", ("tile_size", 256));
        (request["context"]!["parallelProcessingFactor"], request["context"]!["retryOnFailures"]) = ("2", 5);
        var killer = new Killer(service.Process, new Random(22));

        var id = await DetectedTable.SubmitAsync(service.Client, request);
        await service.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= 1);
        await killer.KillServiceAsync();
        killer.KillInstance();
        var job = await service.Client.FinishedAsync(id);

        (await DetectedTable.ReadAsync(service.Client, job)).AssertIs(service.Scene.Squares);
        Assert.Contains(job["messages"]!.AsArray(), message => ((string)message!["text"]!).Contains("goes on from its finished sections", StringComparison.Ordinal));
    }
}
