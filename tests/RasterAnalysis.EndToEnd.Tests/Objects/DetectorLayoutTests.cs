using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>Detectors of each layout find every square of a scene once, whatever tiles and sections cut through.</summary>
public sealed class DetectorLayoutTests(SquareService service) : IClassFixture<SquareService>
{
    [Theory]
    [InlineData("YoloV5")]
    [InlineData("YoloV8")]
    [InlineData("YoloOriented")]
    [InlineData("YoloSegment")]
    [InlineData("EndToEnd")]
    [InlineData("TorchVision")]
    [InlineData("Detr")]
    [InlineData("RtDetr")]
    public async Task Every_square_is_found_once_at_its_place(string layout)
    {
        var card = await service.Client.GetAsync($"api/v1/items/{await service.ModelAsync(layout)}/model");

        var table = await DetectedTable.DetectAsync(service.Client, await service.RequestAsync(layout));

        Assert.Contains($" as {layout}", (string)card["detector"]!, StringComparison.Ordinal);
        table.AssertIs(service.Scene.Squares);
        Assert.All(table.Rows, row => Assert.Equal("squares", row.Source));
        Assert.Empty(ServiceClient.Messages(table.Job, "warning"));
        Assert.Contains($"{service.Scene.Squares.Count} objects: ", string.Join('\n', ServiceClient.Messages(table.Job)), StringComparison.Ordinal);
    }
}
