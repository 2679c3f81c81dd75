using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Test-time augmentation, merge policies, probabilities and thresholds, against plain arithmetic.</summary>
public sealed class AugmentationTests(SharedService service)
{
    private const int Width = 91;
    private const int Height = 77;

    // the probability of a pixel is the value of its right neighbour over 256
    private static readonly byte[] Network = RightNeighbour();

    public static TheoryData<string, string> Policies => new() { { "mean", "threshold" }, { "max", "threshold" }, { "min", "threshold" }, { "mean", "raster" }, { "max", "raster" } };

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Eight_flips_and_turns_look_at_all_four_neighbours(string policy, string output)
    {
        var isRaster = output == "raster";
        var (job, raster) = await ClassifyAsync(new JsonObject
        {
            ["test_time_augmentation"] = "True", ["merge_policy"] = policy, ["threshold"] = "0.55", ["return_probability_raster"] = isRaster ? "True" : null,
        });

        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("each 8 times", StringComparison.Ordinal));
        AssertEvery(raster, isRaster, (row, column) =>
        {
            double[] neighbours = [Value(row, column + 1), Value(row, column - 1), Value(row + 1, column), Value(row - 1, column)];
            return (policy switch { "max" => neighbours.Max(), "min" => neighbours.Min(), _ => neighbours.Average() }) / 256;
        });
    }

    [Fact]
    public async Task Images_in_pixel_space_are_flipped_left_right_only()
    {
        var (job, raster) = await ClassifyAsync(
            new JsonObject { ["test_time_augmentation"] = "True", ["return_probability_raster"] = "True" }, ("ImageSpaceUsed", "PIXEL_SPACE"));

        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("each 2 times", StringComparison.Ordinal));
        AssertEvery(raster, true, (row, column) => (Value(row, column + 1) + Value(row, column - 1)) / 512.0);
    }

    [Theory]
    [InlineData(null, 0.5)]
    [InlineData("0.2", 0.2)]
    public async Task A_threshold_cuts_the_probability(string? argument, double threshold)
    {
        var (_, raster) = await ClassifyAsync(new JsonObject { ["threshold"] = argument });

        AssertEvery(raster, false, (row, column) => Value(row, column + 1) / 256.0, threshold);
    }

    [Fact]
    public async Task A_probability_raster_is_float32_with_its_own_no_data_and_no_classes()
    {
        var (_, raster) = await ClassifyAsync(new JsonObject { ["return_probability_raster"] = "True" });

        Assert.Equal((32, "-1"), (raster.Bits, raster.NoData));
        Assert.Null(raster.ColorOf(0));
        AssertEvery(raster, true, (row, column) => Value(row, column + 1) / 256.0);
    }

    [Fact]
    public async Task A_probability_raster_of_many_classes_is_refused()
    {
        var raster = await service.Client.AddAsync(TiffFile.Byte(9, 9, 1, (_, _, _) => 1), "input.tif");
        var model = await service.Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3)), "model.dlpk");

        var job = await service.Client.FinishedAsync(await service.Client.SubmitAsync(ServiceClient.Request(
            (string)raster["id"]!, (string)model["id"]!, new JsonObject { ["return_probability_raster"] = "True" })));

        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.Contains("return_probability_raster", StringComparison.Ordinal) && text.Contains("3 channels", StringComparison.Ordinal));
    }

    private async Task<(JsonNode Job, CogFile Raster)> ClassifyAsync(JsonObject arguments, params (string Key, JsonNode? Value)[] more) => await service.Client.ClassifyAsync(
        TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)Value(row, column)),
        TestPackages.Package(TestPackages.Definition([(1, "Class", [255, 0, 0])], more), Network),
        arguments);

    private static int Value(int row, int column) =>
        (int)(((uint)((Mirrored.Index(row, Height) * 7919) ^ (Mirrored.Index(column, Width) * 104729)) * 2654435761u) >> 24);

    private static void AssertEvery(CogFile raster, bool isProbability, Func<int, int, double> expected, double threshold = 0.55)
    {
        for (var row = 0; row < Height; row++)
        {
            for (var column = 0; column < Width; column++)
            {
                var (found, wanted) = (raster.At(row, column), expected(row, column));
                var isRight = isProbability ? Math.Abs(BitConverter.UInt32BitsToSingle(found) - wanted) < 1e-6 : found == (wanted > threshold ? 1u : 0u);
                Assert.True(isRight, $"({row}, {column}) is {found} for a probability of {wanted}");
            }
        }
    }

    private static byte[] RightNeighbour() => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 1, "h", "w")
        .Output("output", OnnxType.Float, "n", 1, "h", "w")
        .Constant("weight", [1, 1, 3, 3], 0, 0, 0, 0, 0, 1f / 256, 0, 0, 0)
        .Node("Conv", ["input", "weight"], "output", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }))
        .Build();
}
