using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Faults;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>2,000 squares, many of them across the borders of tiles and sections: one table of them, whatever the tiles, the batches and the instances, and whatever is killed meanwhile.</summary>
public sealed class WideDetectionTests(WideSquareService service) : IClassFixture<WideSquareService>
{
    [Theory]
    [InlineData("YoloV8")]
    [InlineData("YoloV5", Explicit = true)]
    [InlineData("YoloOriented", Explicit = true)]
    [InlineData("YoloSegment", Explicit = true)]
    [InlineData("EndToEnd", Explicit = true)]
    [InlineData("TorchVision", Explicit = true)]
    [InlineData("Detr", Explicit = true)]
    [InlineData("RtDetr", Explicit = true)]
    public async Task Every_square_is_found_once_however_the_raster_is_cut_and_whatever_is_killed(string layout)
    {
        var reference = await DetectAsync(layout, 256, 1, "1");
        reference.AssertIs(service.Scene.Squares);

        var others = new[]
        {
            await DetectAsync(layout, 256, 8, "3"), await DetectAsync(layout, 416, 3, "1"), await DetectAsync(layout, 640, 2, "3"), await DetectThroughKillsAsync(layout),
        };

        Assert.All(others, other => Assert.Equal(reference.Rows, other.Rows));
    }

    private async Task<DetectedTable> DetectThroughKillsAsync(string layout)
    {
        var killer = new Killer(service.Process, new Random(22));
        var id = await DetectedTable.SubmitAsync(service.Client, await RequestAsync(layout, 256, 4, "3"));
        await service.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= 1);
        await killer.KillServiceAsync();
        killer.KillInstance();
        return await DetectedTable.ReadAsync(service.Client, await service.Client.FinishedAsync(id));
    }

    private async Task<DetectedTable> DetectAsync(string layout, int tile, int batch, string instances) =>
        await DetectedTable.DetectAsync(service.Client, await RequestAsync(layout, tile, batch, instances));

    private async Task<JsonObject> RequestAsync(string layout, int tile, int batch, string instances)
    {
        var request = await service.RequestAsync(layout, ("tile_size", tile), ("batch_size", batch));
        (request["context"]!["parallelProcessingFactor"], request["context"]!["retryOnFailures"]) = (instances, 5);
        return request;
    }
}
