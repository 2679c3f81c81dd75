using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Worker.Tests;

/// <summary>A network of several channels that ends in a sigmoid is decided on what goes into it: where all classes are unlikely, or all are certain, ONNX Runtime's are the same.</summary>
public sealed class LastSigmoidTests : IDisposable
{
    private const int Width = 61;
    private const int Height = 53;
    private const int Classes = 5;

    private readonly LocalJob _job = new();

    public void Dispose() => _job.Dispose();

    /// <summary>Networks whose highest score is that of the band's value.</summary>
    public static TheoryData<string, byte[]> Copying => new()
    {
        { "unlikely classes", Scores(-60, "n", Classes, "h", "w").Node("Sigmoid", ["scores"], "output").Build() },
        { "certain classes", Scores(60, "n", Classes, "h", "w").Node("Sigmoid", ["scores"], "output").Build() },
        { "channels last behind it", Scores(-60, "n", "h", "w", Classes).Node("Sigmoid", ["scores"], "s").Node("Transpose", ["s"], "output", ("perm", new long[] { 0, 2, 3, 1 })).Build() },
        { "pixels along one axis behind it", Scores(-60, "n", Classes, "p").Node("Sigmoid", ["scores"], "s").Constant("shape", [3], 0L, Classes, -1L).Node("Reshape", ["s", "shape"], "output").Build() },
        { "a context that tiles are narrowed to", WithContext() },
    };

    [Theory]
    [MemberData(nameof(Copying))]
    public void The_highest_score_wins(string what, byte[] network)
    {
        var output = _job.Classify(Raster(), Definition(), network);

        Pixels.AssertEvery(output, Width, Height, (row, column) => Value(row, column), what);
        Assert.NotNull(_job.Plan!.Network.Logits);
        Assert.Contains(_job.Messages, message => message.Text.Contains("exact, tiled equals whole", StringComparison.Ordinal));
    }

    [Fact]
    public void Cut_networks_give_out_the_scores_too()
    {
        _job.Classify(TiffFile.Byte(700, 700, 1, (_, row, column) => (byte)Value(row, column)), Definition(), WithContext());

        Assert.NotNull(_job.Plan!.Narrowing);
        Assert.NotNull(_job.Plan.Network.Logits);
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("max")]
    [InlineData("min")]
    public void Augmented_looks_merge_the_probabilities_of_each_class(string policy)
    {
        // class 0 has the same probability everywhere, class 1 that of the pixel to the right
        double[] constant = [-30 + Math.Log(0.3)];
        var network = new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", 2, "h", "w")
            .Constant("weight", [2, 1, 3, 3], [.. new float[9], 0, 0, 0, 0, 0, 1, 0, 0, 0]).Constant("bias", [2], (float)constant[0], -32f)
            .Node("Conv", ["input", "weight", "bias"], "scores", ("pads", new long[] { 1, 1, 1, 1 })).Node("Sigmoid", ["scores"], "output").Build();
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(2));

        var output = _job.Classify(
            Raster(), definition, network, new Dictionary<string, string> { ["test_time_augmentation"] = "True", ["merge_policy"] = policy });

        Pixels.AssertEvery(output, Width, Height, (row, column) =>
        {
            double At(int r, int c) => Math.Exp(Value(Mirrored.Index(r, Height), Mirrored.Index(c, Width)) - 32.0);
            double[] looks = [At(row, column + 1), At(row, column - 1), At(row + 1, column), At(row - 1, column)];
            var merged = policy switch { "mean" => looks.Average(), "max" => looks.Max(), _ => looks.Min() };
            return merged > Math.Exp(constant[0]) ? 1 : 0;
        }, policy);
    }

    [Fact]
    public void Coarse_scores_are_interpolated_as_probabilities()
    {
        // one pixel for 2×2; class 1's probability is e^value of class 0's, interpolated as such
        var network = new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", 2, "oh", "ow")
            .Constant("weight", [2, 1, 1, 1], 0f, 3f).Constant("bias", [2], -30f, -36f)
            .Node("AveragePool", ["input"], "mean", ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }))
            .Node("Conv", ["mean", "weight", "bias"], "scores").Node("Sigmoid", ["scores"], "output").Build();

        var output = _job.Classify(Raster(), TestPackages.Definition(TestPackages.NumberedClasses(2)), network);

        double Probability(int row, int column) => Math.Exp((3 * Enumerable.Range(0, 4).Average(i => Value(
            Mirrored.Index((2 * row) + (i / 2), Height), Mirrored.Index((2 * column) + (i % 2), Width)))) - 6);
        Pixels.AssertEvery(output, Width, Height, (row, column) =>
        {
            var (y, x) = (((row + 0.5) / 2) - 0.5, ((column + 0.5) / 2) - 0.5);
            var (top, left) = ((int)Math.Floor(y), (int)Math.Floor(x));
            var above = Probability(top, left) + ((x - left) * (Probability(top, left + 1) - Probability(top, left)));
            var below = Probability(top + 1, left) + ((x - left) * (Probability(top + 1, left + 1) - Probability(top + 1, left)));
            return above + ((y - top) * (below - above)) > 1 ? 1 : 0;
        }, "interpolated");
    }

    private static byte[] Raster() => TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)Value(row, column));

    private static JsonObject Definition() => TestPackages.Definition(TestPackages.NumberedClasses(Classes));

    private static int Value(int row, int column) => (int)(((uint)((row * 7919) ^ (column * 104729)) * 2654435761u) >> 20) % Classes;

    private static OnnxModelBuilder Scores(float level, params object?[] shape) => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, shape)
        .Constant("weight", [Classes, 1, 1, 1], [.. Enumerable.Range(0, Classes).Select(k => 2f * k)])
        .Constant("bias", [Classes], [.. Enumerable.Range(0, Classes).Select(k => level - ((float)k * k))])
        .Node("Conv", ["input", "weight", "bias"], "scores");

    /// <summary>A branch that pools and goes up again, whose result counts for nothing, so that there is a padding to be cut.</summary>
    private static byte[] WithContext()
    {
        var builder = Scores(-60, "n", Classes, "h", "w").Constant("scales", [4], 1f, 1f, 8f, 8f).Constant("zero", [1], 0f);
        builder.Constant("w0", [8, 1, 3, 3], [.. Enumerable.Repeat(0.1f, 72)]).Constant("w1", [8, 8, 3, 3], [.. Enumerable.Repeat(0.1f, 576)])
            .Constant("w2", [Classes, 8, 3, 3], [.. Enumerable.Repeat(0.1f, Classes * 72)]);
        var pads = ("pads", (object)new long[] { 1, 1, 1, 1 });
        return builder.Node("Conv", ["input", "w0"], "a", pads).Node("MaxPool", ["a"], "b", ("kernel_shape", new long[] { 8, 8 }), ("strides", new long[] { 8, 8 }))
            .Node("Conv", ["b", "w1"], "c", pads).Node("Conv", ["c", "w1"], "d", pads).Node("Resize", ["d", "", "scales"], "e", ("mode", "nearest"))
            .Node("Conv", ["e", "w1"], "f", pads).Node("Conv", ["f", "w2"], "g", pads).Node("Mul", ["g", "zero"], "nothing").Node("Add", ["scores", "nothing"], "sum")
            .Node("Sigmoid", ["sum"], "output").Build();
    }
}
