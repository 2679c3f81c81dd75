using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Cases;

/// <summary>Networks of a 1×1 convolution whose output is laid out in unusual ways (<c>shared/cases</c> 04 and 06 to 08): the classes are those of plain arithmetic in every pixel.</summary>
public sealed class PointwiseNetworkTests(SharedService service)
{
    [Fact]
    public async Task A_batch_that_is_written_inside_is_kept_and_said()
    {
        var messages = await AssertAsync("04-batch-baked-inside", "shuffle", scores => Highest(scores, 4));

        Assert.Contains(messages, text => text.Contains("one tile at a time", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bool")]
    [InlineData("int64_0_1")]
    [InlineData("uint8_0_255")]
    [InlineData("float_0_1")]
    [InlineData("sigmoid")]
    public async Task A_mask_is_the_class_or_the_background_whatever_its_type(string package) =>
        await AssertAsync("06-mask-in-graph", package, scores => scores[0] > 0 ? 1u : 0u);

    [Theory]
    [InlineData("scores_2hw_any_batch", 2)]
    [InlineData("scores_2hw_fixed", 2)]
    [InlineData("scores_4hw_fixed", 4)]
    [InlineData("labels_hw", 4)]
    public async Task An_output_without_a_batch_is_read(string package, int channels) =>
        await AssertAsync("07-output-without-batch-axis", package, scores => Highest(scores, channels));

    [Fact]
    public async Task Pixels_along_one_axis_are_read() => await AssertAsync("08-flattened-pixels", "keras_n_hw_c", scores => Highest(scores, 4));

    private async Task<string[]> AssertAsync(string folder, string package, Func<double[], uint> decide)
    {
        var input = CaseRaster.Read(Case.PathOf($"{folder}/rgb.tif"));
        var weights = Case.PathOf($"{folder}/weights.npz");
        var (w, b) = (NpzFile.Floats(weights, "w"), NpzFile.Floats(weights, "b"));
        var (job, result) = await service.Client.ClassifyAsync(Case.Read($"{folder}/rgb.tif"), Case.Read($"{folder}/{package}.dlpk"));

        Case.AssertEvery(result, input, (row, column) => decide(
            [.. b.Select((bias, channel) => bias + Enumerable.Range(0, input.Bands).Sum(band => (double)w[(channel * input.Bands) + band] * input[band, row, column]))]));
        return ServiceClient.Messages(job);
    }

    private static uint Highest(double[] scores, int channels) => (uint)Array.IndexOf(scores, scores.Take(channels).Max());
}
