using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>A network of several channels that ends in a sigmoid: of classes that are all unlikely the least unlikely one wins, though ONNX Runtime's sigmoid is 0 for each.</summary>
public sealed class LastSigmoidTests(SharedService service)
{
    private const int Classes = 4;
    private const int Width = 150;
    private const int Height = 130;

    [Theory]
    [InlineData(null, -40f)]
    [InlineData("True", -40f)]
    [InlineData(null, 40f)]
    public async Task The_highest_score_wins(string? augmentation, float level)
    {
        var network = new OnnxModelBuilder()
            .Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", Classes, "h", "w")
            .Constant("weight", [Classes, 1, 1, 1], [.. Enumerable.Range(0, Classes).Select(k => 2f * k)])
            .Constant("bias", [Classes], [.. Enumerable.Range(0, Classes).Select(k => level - ((float)k * k))])
            .Node("Conv", ["input", "weight", "bias"], "scores").Node("Sigmoid", ["scores"], "output").Build();
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)Value(row, column)),
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), network),
            augmentation is null ? null : new JsonObject { ["test_time_augmentation"] = augmentation });

        Assert.Null(raster.FirstDifference((row, column) => (uint)Value(row, column)));
    }

    private static int Value(int row, int column) => ((row * 31) + (column * 17) + (row * column)) % Classes;
}
