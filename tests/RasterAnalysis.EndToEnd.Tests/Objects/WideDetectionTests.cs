using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Faults;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>2,000 squares, many of them across the borders of tiles and sections: one table of them, whatever the tiles, the batches and the instances, and whatever is killed meanwhile.</summary>
public sealed class WideDetectionTests(WideSquareService service) : IClassFixture<WideSquareService>
{
    [Fact]
    public async Task Tiles_batches_and_instances_change_nothing()
    {
        const string layout = "YoloV8";
        var reference = await DetectAsync(layout, 256, 1, "1");

        var others = new[] { await DetectAsync(layout, 256, 8, "3"), await DetectAsync(layout, 416, 3, "1"), await DetectAsync(layout, 640, 2, "3") };

        reference.AssertIs(service.Scene.Squares);
        Assert.All(others, other => Assert.Equal(reference.Rows, other.Rows));
    }

    [Theory]
    [InlineData("YoloV5", 416, 8)]
    [InlineData("YoloV8", 256, 4)]
    [InlineData("YoloOriented", 640, 2)]
    [InlineData("YoloSegment", 416, 1)]
    [InlineData("EndToEnd", 640, 3)]
    [InlineData("TorchVision", 416, 5)]
    [InlineData("Detr", 640, 6)]
    [InlineData("RtDetr", 416, 7)]
    public async Task Every_square_is_found_once_by_other_tiles_and_whatever_is_killed(string layout, int tile, int batch)
    {
        var reference = await DetectAsync(layout, 256, 2, "1");
        var killer = new Killer(service.Process, new Random(22));

        var id = await DetectedTable.SubmitAsync(service.Client, await RequestAsync(layout, tile, batch, "3"));
        await service.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= 1);
        await killer.KillServiceAsync();
        killer.KillInstance();
        var killed = await DetectedTable.ReadAsync(service.Client, await service.Client.FinishedAsync(id));

        reference.AssertIs(service.Scene.Squares);
        Assert.Equal(reference.Rows, killed.Rows);
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
