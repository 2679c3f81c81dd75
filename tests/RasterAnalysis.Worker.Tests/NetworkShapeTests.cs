using System.Text.Json.Nodes;
using RasterAnalysis.Models;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Worker.Tests;

/// <summary>Networks of every shape of <c>docs/reference/dlpk-and-emd.md#networks</c> give the pixels of plain arithmetic; what is no pixel classifier is refused by name.</summary>
public sealed class NetworkShapeTests : IDisposable
{
    private const int Width = 101;
    private const int Height = 83;
    private const int Classes = 9;
    private static readonly float[] Weights = [.. Enumerable.Range(0, Classes).Select(k => 2f * k)];
    private static readonly float[] Biases = [.. Enumerable.Range(0, Classes).Select(k => -(float)k * k)];

    private readonly LocalJob _job = new();

    /// <summary>Networks whose class is the value of the band.</summary>
    public static TheoryData<string, byte[]> Copying => new()
    {
        { "Float16 in and out", Typed(OnnxType.Float16, OnnxType.Float16) },
        { "UInt8 in", Typed(OnnxType.UInt8, OnnxType.Float) },
        { "Int32 in", Typed(OnnxType.Int32, OnnxType.Float) },
        { "class ids without a channel axis, Int32", Ids(OnnxType.Int32, keepAxis: false) },
        { "class ids without a channel axis, Int64", Ids(OnnxType.Int64, keepAxis: false) },
        { "class ids, UInt8", Ids(OnnxType.UInt8, keepAxis: true) },
        { "fixed batch of 3", TinyNetworks.CopyBand(Classes, batch: 3) },
        { "fixed tile of 32 by 24", TinyNetworks.CopyBand(Classes, height: 24, width: 32) },
        { "a batch of 1 written into a reshape", BatchInReshape() },
        { "probabilities", WithSoftmax() },
        { "8-bit weights between QuantizeLinear and DequantizeLinear", Quantized() },
        { "two heads, told apart by their channels", TwoHeads("first", 4, "second", Classes) },
        { "two heads, told apart by the usual name", TwoHeads("aux", Classes, "logits", Classes) },
    };

    public void Dispose() => _job.Dispose();

    [Theory]
    [MemberData(nameof(Copying))]
    public void A_network_that_copies_its_band_gives_the_band(string shape, byte[] network)
    {
        var output = _job.Classify(Raster(), Definition(), network);

        AssertEvery(output, (row, column) => Value(row, column), shape);
        Assert.Contains(_job.Messages, message => message.Text.Contains("exact, tiled equals whole", StringComparison.Ordinal));
    }

    [Fact]
    public void A_head_can_be_named()
    {
        var definition = Definition();
        definition["OutputName"] = "wrong";

        var output = _job.Classify(Raster(), definition, TwoHeads("logits", Classes, "wrong", Classes));

        AssertEvery(output, (row, column) => Value(row, column), "the named head");
        Assert.Contains(_job.Messages, message => message.Text.Contains("'wrong' is read", StringComparison.Ordinal) || _job.Plan!.Network.OutputName == "wrong");
    }

    [Fact]
    public void A_head_that_is_not_there_is_refused_with_those_that_are()
    {
        var definition = Definition();
        definition["OutputName"] = "nothing";

        var fault = Assert.Throws<ModelPackageException>(() => _job.Classify(Raster(), definition, TwoHeads("a", 4, "b", Classes)));

        Assert.Contains("'nothing'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("b Float", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_coarser_output_is_interpolated_before_the_classes_are_decided(int stride)
    {
        var builder = new OnnxModelBuilder()
            .Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", Classes, "oh", "ow")
            .Constant("weight", [Classes, 1, 1, 1], Weights).Constant("bias", [Classes], Biases)
            .Node("AveragePool", ["input"], "mean", ("kernel_shape", new long[] { stride, stride }), ("strides", new long[] { stride, stride }))
            .Node("Conv", ["mean", "weight", "bias"], "output");

        var output = _job.Classify(Raster(), Definition(), builder.Build());

        // scores are linear in the mean, so the interpolated scores are those of the interpolated mean
        double Mean(int row, int column)
        {
            var sum = 0.0;
            for (var i = 0; i < stride * stride; i++)
            {
                sum += Value(Mirrored.Index((row * stride) + (i / stride), Height), Mirrored.Index((column * stride) + (i % stride), Width));
            }

            return sum / (stride * stride);
        }

        AssertNear(output, (row, column) =>
        {
            var (y, x) = (((row + 0.5) / stride) - 0.5, ((column + 0.5) / stride) - 0.5);
            var (top, left) = ((int)Math.Floor(y), (int)Math.Floor(x));
            var (above, below) = (Mean(top, left) + ((x - left) * (Mean(top, left + 1) - Mean(top, left))), Mean(top + 1, left) + ((x - left) * (Mean(top + 1, left + 1) - Mean(top + 1, left))));
            return above + ((y - top) * (below - above));
        });
        Assert.Equal((stride, 0), (_job.Plan!.Network.OutputStride, _job.Plan.Network.Crop));
        Assert.Contains(_job.Messages, message => message.Text.Contains("exact, tiled equals whole", StringComparison.Ordinal));
    }

    [Fact]
    public void A_valid_convolution_leaves_out_the_edge_of_each_tile_and_nothing_of_the_raster()
    {
        var builder = new OnnxModelBuilder()
            .Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", Classes, "oh", "ow")
            .Constant("box", [1, 1, 5, 5], [.. Enumerable.Repeat(1f / 25, 25)])
            .Constant("weight", [Classes, 1, 1, 1], Weights).Constant("bias", [Classes], Biases)
            .Node("Conv", ["input", "box"], "mean").Node("Conv", ["mean", "weight", "bias"], "output");

        var output = _job.Classify(Raster(), Definition(), builder.Build());

        AssertNear(output, (row, column) => Enumerable.Range(0, 25)
            .Average(i => (double)Value(Mirrored.Index(row - 2 + (i / 5), Height), Mirrored.Index(column - 2 + (i % 5), Width))));
        Assert.Equal((2, 2), (_job.Plan!.Network.Crop, _job.Plan.Tiling.Padding));
    }

    [Fact]
    public void Weights_in_a_file_of_the_package_are_found()
    {
        _job.Write("network.onnx.data", [.. Weights.SelectMany(BitConverter.GetBytes)]);

        var output = _job.Classify(Raster(), Definition(), External("network.onnx.data"));

        AssertEvery(output, (row, column) => Value(row, column), "external data");
    }

    [Theory]
    [InlineData("../network.onnx.data", "outside the package")]
    [InlineData("/etc/passwd", "outside the package")]
    [InlineData("missing.data", "not in the package")]
    public void Weights_in_other_files_are_refused(string location, string reason)
    {
        var fault = Assert.Throws<ModelPackageException>(() => _job.Classify(Raster(), Definition(), External(location)));

        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains(location, fault.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "whole tiles", TinyNetworks.WholeTileClassifier(Classes), "classifies or describes whole tiles" },
        {
            "two inputs",
            new OnnxModelBuilder().Input("optical", OnnxType.Float, "n", 1, "h", "w").Input("radar", OnnxType.Float, "n", 1, "h", "w")
                .Output("output", OnnxType.Float, "n", 1, "h", "w").Node("Add", ["optical", "radar"], "output").Build(),
            "2 inputs (optical"
        },
        {
            "time series",
            new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 5, 1, "h", "w").Output("output", OnnxType.Float, "n", 5, 1, "h", "w")
                .Node("Relu", ["input"], "output").Build(),
            "5 axes"
        },
        {
            "super-resolution",
            new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", 1, "h2", "w2")
                .Constant("scales", [4], 1f, 1f, 2f, 2f).Node("Resize", ["input", "", "scales"], "output", ("mode", "nearest")).Build(),
            "sharpens images"
        },
        {
            "an uneven crop",
            new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", Classes, "h2", "w2")
                .Constant("weight", [Classes, 1, 2, 4], [.. Enumerable.Repeat(1f, Classes * 8)]).Node("Conv", ["input", "weight"], "output").Build(),
            "1 rows and 3 columns less"
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_pixel_classifier_is_refused_for_what_it_is(string what, byte[] network, string reason)
    {
        var fault = Assert.Throws<ModelPackageException>(() => _job.Classify(Raster(), Definition(), network));

        Assert.True(fault.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {fault.Message}");
    }

    [Fact]
    public void Scores_that_are_no_numbers_give_NoData_and_are_counted()
    {
        // log(value): -infinity for 0, and the other channel NaN there
        var network = new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", Classes, "h", "w")
            .Constant("weight", [Classes, 1, 1, 1], Weights).Constant("bias", [Classes], Biases)
            .Node("Log", ["input"], "log").Node("Exp", ["log"], "back").Node("Sub", ["log", "log"], "zero").Node("Add", ["back", "zero"], "x")
            .Node("Round", ["x"], "whole").Node("Conv", ["whole", "weight", "bias"], "output").Build();

        var output = _job.Classify(Raster(), Definition(), network);

        AssertEvery(output, (row, column) => Value(row, column) == 0 ? 255 : Value(row, column), "NaN");
        Assert.Equal(Enumerable.Range(0, Width * Height).Count(i => Value(i / Width, i % Width) == 0), _job.InvalidScores);
    }

    private static byte[] Raster() => TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)Value(row, column));

    private static JsonObject Definition() => TestPackages.Definition(TestPackages.NumberedClasses(Classes));

    private static int Value(int row, int column) => (int)(((uint)((row * 7919) ^ (column * 104729)) * 2654435761u) >> 20) % Classes;

    private static void AssertEvery(double[,] output, Func<int, int, double> expected, string what) => Pixels.AssertEvery(output, Width, Height, expected, what);

    /// <summary>The nearest class; either of two where the value lies half way between them.</summary>
    private static void AssertNear(double[,] output, Func<int, int, double> value)
    {
        for (var row = 0; row < Height; row++)
        {
            for (var column = 0; column < Width; column++)
            {
                Assert.True(Math.Abs(output[row, column] - value(row, column)) < 0.5 + 1e-4, $"({row}, {column}) is {output[row, column]} for {value(row, column)}");
            }
        }
    }

    private static OnnxModelBuilder Copy(OnnxType input, OnnxType output, params object?[] outputShape) => new OnnxModelBuilder()
        .Input("input", input, "n", 1, "h", "w").Output("output", output, outputShape.Length > 0 ? outputShape : ["n", Classes, "h", "w"])
        .Constant("weight", [Classes, 1, 1, 1], Weights).Constant("bias", [Classes], Biases);

    private static byte[] Typed(OnnxType input, OnnxType output) => Copy(input, output)
        .Node("Cast", ["input"], "float", ("to", (long)OnnxType.Float)).Node("Conv", ["float", "weight", "bias"], "scores")
        .Node("Cast", ["scores"], "output", ("to", (long)output)).Build();

    private static byte[] Ids(OnnxType type, bool keepAxis) => Copy(OnnxType.Float, type, keepAxis ? ["n", 1, "h", "w"] : ["n", "h", "w"])
        .Node("Conv", ["input", "weight", "bias"], "scores").Node("ArgMax", ["scores"], "best", ("axis", 1L), ("keepdims", keepAxis ? 1L : 0L))
        .Node("Cast", ["best"], "output", ("to", (long)type)).Build();

    private static byte[] BatchInReshape() => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 1, 40, 40).Output("output", OnnxType.Float, "n", Classes, 40, 40)
        .Constant("weight", [Classes, 1, 1, 1], Weights).Constant("bias", [Classes], Biases).Constant("shape", [4], 1L, Classes, 40, 40)
        .Node("Conv", ["input", "weight", "bias"], "scores").Node("Reshape", ["scores", "shape"], "output").Build();

    private static byte[] WithSoftmax() => Copy(OnnxType.Float, OnnxType.Float)
        .Node("Conv", ["input", "weight", "bias"], "scores").Node("Softmax", ["scores"], "output", ("axis", 1L)).Build();

    private static byte[] Quantized() => Copy(OnnxType.Float, OnnxType.Float)
        .Constant("scale", [], 1f).Constant("zero", [], (byte)0)
        .Node("QuantizeLinear", ["input", "scale", "zero"], "q").Node("DequantizeLinear", ["q", "scale", "zero"], "x")
        .Node("Conv", ["x", "weight", "bias"], "output").Build();

    /// <summary>The second head copies the band; the first turns it round.</summary>
    private static byte[] TwoHeads(string first, int firstChannels, string second, int secondChannels) => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 1, "h", "w")
        .Output(first, OnnxType.Float, "n", firstChannels, "h", "w").Output(second, OnnxType.Float, "n", secondChannels, "h", "w")
        .Constant("weight", [Classes, 1, 1, 1], Weights).Constant("bias", [Classes], Biases)
        .Constant("turned", [firstChannels, 1, 1, 1], [.. Enumerable.Range(0, firstChannels).Select(k => -1f * k)])
        .Node("Conv", ["input", "turned"], first).Node("Conv", ["input", "weight", "bias"], second).Build();

    private static byte[] External(string location) => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", Classes, "h", "w")
        .ExternalConstant("weight", [Classes, 1, 1, 1], location).Constant("bias", [Classes], Biases)
        .Node("Conv", ["input", "weight", "bias"], "output").Build();
}
