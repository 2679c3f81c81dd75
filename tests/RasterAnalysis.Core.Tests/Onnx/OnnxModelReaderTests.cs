using CsCheck;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.Core.Tests.Onnx;

/// <summary>The reader of ONNX files takes what is sound and names what is damaged; a hostile file ends in one kind of exception.</summary>
public sealed class OnnxModelReaderTests
{
    private static readonly byte[] Sound = LayeredNetwork.UNet(3, 4, levels: 1, width: 2, "batch");

    [Fact]
    public void Read_gives_nodes_constants_names_and_metadata()
    {
        var file = new OnnxModelBuilder(opset: 12)
            .Input("input", OnnxType.Float, "n", 1, "h", "w").Input("weight", OnnxType.Float, 2, 1, 1, 1).Output("output", OnnxType.Float, "n", 2, "h", "w")
            .Constant("weight", [2, 1, 1, 1], 1f, -2.5f).Constant("shape", [3], 1L, -1L, 9223372036854775807L)
            .Node("Conv", ["input", "weight", ""], "output", ("pads", new long[] { 1, 2, 3, 4 }), ("auto_pad", "NOTSET"), ("group", 1L))
            .Metadata("model_type", "\"Segmentor\"").Build();

        var model = OnnxModelReader.Read(new MemoryStream(file));

        Assert.Equal(12, model.Opset);
        Assert.Equal("\"Segmentor\"", model.Metadata["model_type"]);
        Assert.Equal(["input"], model.Graph.Inputs);
        Assert.Equal(["output"], model.Graph.Outputs);
        Assert.Equal([1, -2.5], model.Graph.Initializers["weight"].Values!);
        Assert.Equal([2, 1, 1, 1], model.Graph.Initializers["weight"].Dimensions);
        Assert.Equal([1, -1, 9223372036854775807d], model.Graph.Initializers["shape"].Values!);
        var node = Assert.Single(model.Graph.Nodes);
        Assert.Equal(("Conv", "Conv 'Conv_0'"), (node.OpType, node.ToString()));
        Assert.Equal([1, 2, 3, 4], node.Ints("pads")!);
        Assert.Equal(("NOTSET", 1, 7), (node.Text("auto_pad", "?"), node.Int("group", 0), node.Int("missing", 7)));
        Assert.Empty(model.ExternalFiles);
    }

    [Fact]
    public void Read_passes_over_weights_and_names_the_files_that_hold_others()
    {
        var file = new OnnxModelBuilder().Input("input", OnnxType.Float, 1, 1, 1, 1).Output("output", OnnxType.Float, 1, 1, 1, 1)
            .Constant("large", [100, 100], new float[10_000]).ExternalConstant("far", [4, 4], "weights.bin").Node("Relu", ["input"], "output").Build();

        var model = OnnxModelReader.Read(new MemoryStream(file));

        Assert.Null(model.Graph.Initializers["large"].Values);
        Assert.Equal([100, 100], model.Graph.Initializers["large"].Dimensions);
        Assert.Equal(["weights.bin"], model.ExternalFiles);
    }

    [Fact]
    public void Read_of_a_file_that_is_cut_off_anywhere_says_so() => Gen.Int[0, Sound.Length - 1].Sample(
        length => AssertReadOrRefused(Sound[..length]), iter: 500);

    [Fact]
    public void Read_of_a_file_with_changed_bytes_reads_it_or_says_that_it_is_damaged() => Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Byte).Array[1, 12].Sample(
        changes =>
        {
            var file = (byte[])Sound.Clone();
            foreach (var (at, value) in changes)
            {
                file[at] = value;
            }

            AssertReadOrRefused(file);
        },
        iter: 2000);

    [Fact]
    public void Read_of_noise_reads_it_or_says_that_it_is_damaged() => Gen.Byte.Array[0, 400].Sample(AssertReadOrRefused, iter: 2000);

    [Fact]
    public void Read_of_messages_nested_without_end_is_refused()
    {
        var inner = new ProtobufWriter();
        for (var i = 0; i < 200; i++)
        {
            // graph → node → attribute → graph …
            inner = new ProtobufWriter().Message(1, new ProtobufWriter().Message(5, new ProtobufWriter().Message(6, inner)));
        }

        var fault = Assert.Throws<OnnxFormatException>(() => OnnxModelReader.Read(new MemoryStream(new ProtobufWriter().Message(7, inner).ToArray())));

        Assert.Contains("nested", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_one_of_16_bits_when_all_its_weights_are()
    {
        Half[] halves = [(Half)1, (Half)2];

        Assert.True(IsHalf(net => net.Constant("w", [2, 1, 1, 1], halves).Constant("bias", [2], 1f, 2f).Constant("shape", [1, 2], 3L, 4L)));
        Assert.False(IsHalf(net => net.Constant("w", [2, 1, 1, 1], halves).Constant("v", [1, 2], 1f, 2f)));
        Assert.False(IsHalf(net => net.Constant("bias", [2], halves)));
        Assert.False(OnnxModelReader.Read(new MemoryStream(Sound)).IsHalf);

        static bool IsHalf(Func<OnnxModelBuilder, OnnxModelBuilder> add) => OnnxModelReader.Read(new MemoryStream(add(new OnnxModelBuilder()).Build())).IsHalf;
    }

    private static void AssertReadOrRefused(byte[] file)
    {
        try
        {
            Assert.NotNull(OnnxModelReader.Read(new MemoryStream(file)).Graph);
        }
        catch (OnnxFormatException exception)
        {
            Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
        }
    }
}
