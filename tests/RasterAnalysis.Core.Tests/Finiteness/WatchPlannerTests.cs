using RasterAnalysis.Finiteness;
using RasterAnalysis.Inference;
using RasterAnalysis.Onnx;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Core.Tests.Finiteness;

/// <summary>Which nodes are looked at for NaN: those that may make it of finite numbers, where something behind them may hide it.</summary>
public sealed class WatchPlannerTests
{
    /// <summary>Networks over two bands a and b; the node that is looked at, whether infinity counts, what hides it.</summary>
    public static TheoryData<string, OnnxModelBuilder, string, bool, string> Watched => new()
    {
        { "an index before a maximum", Bands().Node("Sub", ["a", "b"], "d").Node("Add", ["a", "b"], "s").Node("Div", ["d", "s"], "x").Node("Relu", ["x"], "y").To("y"), "Div 'Div_3'", false, "Relu 'Relu_4'" },
        { "an index before a convolution", Bands().Node("Div", ["a", "b"], "x").Node("Conv", ["x", "w"], "c").Node("MaxPool", ["c"], "y", ("kernel_shape", new long[] { 1, 1 })).To("y"), "Div 'Div_1'", true, "MaxPool 'MaxPool_3'" },
        { "a comparison", Bands().Node("Div", ["a", "b"], "x").Node("Greater", ["x", "a"], "g").Node("Cast", ["g"], "y", ("to", 1L)).To("y"), "Div 'Div_1'", false, "Greater 'Greater_2'" },
        { "a whole number", Bands().Node("Sqrt", ["a"], "x").Node("Cast", ["x"], "i", ("to", 6L)).Node("Cast", ["i"], "y", ("to", 1L)).To("y"), "Sqrt 'Sqrt_1'", false, "Cast 'Cast_2'" },
        { "a logarithm and a sigmoid", Bands().Node("Log", ["a"], "x").Node("Sigmoid", ["x"], "y").To("y"), "Log 'Log_1'", false, "Sigmoid 'Sigmoid_2'" },
        { "a root as a power", Bands().Constant("half", [], 0.5f).Node("Pow", ["a", "half"], "x").Node("Clip", ["x"], "y").To("y"), "Pow 'Pow_1'", false, "Clip 'Clip_2'" },
        { "one over a band, and a softmax", Bands().Node("Reciprocal", ["a"], "x").Node("Sub", ["x", "b"], "z").Node("Softmax", ["z"], "y", ("axis", 1L)).To("y"), "Reciprocal 'Reciprocal_1'", true, "Softmax 'Softmax_3'" },
        { "a masked softmax", Bands().Constant("no", [], float.NegativeInfinity).Node("Greater", ["a", "b"], "g").Node("Where", ["g", "a", "no"], "m").Node("Softmax", ["m"], "x", ("axis", 3L)).Node("Relu", ["x"], "y").To("y"), "Softmax 'Softmax_3'", false, "Relu 'Relu_4'" },
        { "an operator that is not known", Bands().Node("Div", ["a", "b"], "x").Call("com.example", "Mystery", ["x"], ["y"]).To("y"), "Div 'Div_1'", true, "com.example.Mystery 'Mystery_2'" },
        { "a square whose root is taken of less than zero", Bands().Node("Mul", ["a", "a"], "s").Node("Sub", ["s", "b"], "d").Node("Sqrt", ["d"], "x").Node("Relu", ["x"], "y").To("y"), "Sqrt 'Sqrt_3'", false, "Relu 'Relu_4'" },
        { "another tensor's NaN that is replaced", Bands().Constant("zero", [], 0f).Node("Sqrt", ["a"], "x").Node("IsNaN", ["b"], "q").Node("Where", ["q", "zero", "x"], "y").To("y"), "Sqrt 'Sqrt_1'", false, "Where 'Where_3'" },
        { "a maximum of channels", Bands().Node("Div", ["a", "b"], "x").Node("ReduceMax", ["x"], "y", ("axes", new long[] { 1 })).To("y"), "Div 'Div_1'", false, "ReduceMax 'ReduceMax_2'" },
    };

    [Theory]
    [MemberData(nameof(Watched))]
    public void A_hazard_that_something_hides_is_watched(string what, OnnxModelBuilder network, string node, bool countsInfinity, string hiddenBy)
    {
        var watched = Assert.Single(Find(network)!.Nodes);

        Assert.Equal((node, countsInfinity, hiddenBy), (watched.Node, watched.CountsInfinity, watched.HiddenBy));
        Assert.NotEmpty(what);
    }

    /// <summary>Networks of which nothing is looked at.</summary>
    public static TheoryData<string, OnnxModelBuilder> Others => new()
    {
        { "it shows in the scores", Bands().Node("Div", ["a", "b"], "x").Node("Conv", ["x", "w"], "y").To("y") },
        { "nobody takes it", Bands().Node("Div", ["a", "b"], "x").Node("Relu", ["x"], "z").Node("Relu", ["a"], "y").To("y") },
        { "a number that is not zero", Bands().Constant("two", [], 2f).Node("Div", ["a", "two"], "x").Node("Relu", ["x"], "y").To("y") },
        { "a small number in the divisor", Bands().Constant("e", [], 1e-6f).Node("Abs", ["b"], "n").Node("Add", ["n", "e"], "s").Node("Div", ["a", "s"], "x").Node("Relu", ["x"], "y").To("y") },
        { "infinity that a sigmoid limits", Bands().Node("Reciprocal", ["a"], "x").Node("Sigmoid", ["x"], "y").To("y") },
        { "a layer normalisation taken apart", LayerNormalization() },
        { "a length of at least a little", Bands().Constant("e", [], 1e-12f).Node("ReduceL2", ["input"], "l", ("axes", new long[] { 1 })).Node("Clip", ["l", "e"], "s").Node("Div", ["a", "s"], "x").Node("Relu", ["x"], "y").To("y") },
        { "a square", Bands().Constant("two", [], 2f).Node("Pow", ["a", "two"], "x").Node("Relu", ["x"], "y").To("y") },
        { "the root of a variance", Bands().Node("Mul", ["a", "a"], "s").Node("ReduceMean", ["s"], "m", ("axes", new long[] { 1 })).Node("Sqrt", ["m"], "x").Node("Relu", ["x"], "y").To("y") },
        { "another domain's operator", Bands().Call("com.example", "Div", ["a", "b"], ["x"]).Node("Relu", ["x"], "y").To("y") },
        { "whole numbers", Bands().Node("Cast", ["a"], "i", ("to", 6L)).Node("Cast", ["b"], "j", ("to", 6L)).Node("Div", ["i", "j"], "x").Node("Cast", ["x"], "f", ("to", 1L)).Node("Relu", ["f"], "y").To("y") },
        { "a version without IsNaN", Bands(opset: 8).Node("Div", ["a", "b"], "x").Node("Relu", ["x"], "y").To("y") },
        { "NaN that the network itself replaces", Bands().Constant("zero", [], 0f).Node("Sqrt", ["a"], "x").Node("IsNaN", ["x"], "q").Node("Where", ["q", "zero", "x"], "z").Node("Relu", ["z"], "y").To("y") },
        { "NaN and infinity that it replaces, as torch's nan_to_num does", NanToNum() },
        { "a softmax of scores", Bands().Node("Softmax", ["input"], "x", ("axis", 1L)).Node("Relu", ["x"], "y").To("y") },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void What_cannot_happen_or_shows_by_itself_is_not(string what, OnnxModelBuilder network)
    {
        Assert.Empty(Find(network)?.Nodes ?? []);
        Assert.NotEmpty(what);
    }

    [Fact]
    public void A_network_of_convolutions_has_none() => Assert.Null(Find(Read(LayeredNetwork.UNet(2, 3, levels: 2, width: 4, null))));

    [Fact]
    public void Elements_are_found_on_the_tile()
    {
        var nodes = Find(Bands().Node("Div", ["a", "b"], "x").Node("Conv", ["x", "w"], "c", ("strides", new long[] { 2, 2 })).Node("Sqrt", ["c"], "r").Node("Greater", ["x", "a"], "g").Node("Cast", ["g"], "f", ("to", 1L))
            .Node("GlobalAveragePool", ["r"], "p").Node("Log", ["p"], "l").Node("Relu", ["l"], "q").Node("Add", ["f", "q"], "y").To("y"))!.Nodes;

        Assert.Equal(["Div 'Div_1'", "Sqrt 'Sqrt_3'", "Log 'Log_7'"], nodes.Select(node => node.Node));
        Assert.Equal((new WatchedAxis(64, 1, 0, 0), new WatchedAxis(64, 1, 0, 0)), (nodes[0].Rows, nodes[0].Columns));
        Assert.Equal(new WatchedAxis(32, 2, 0, 0), nodes[1].Columns);
        Assert.Null(nodes[2].Rows);
        Assert.Equal([[], [1], [1, 2, 3]], nodes.Select(node => node.Reduced));
        Assert.Equal([[], [0], [0, 1]], nodes.Select(node => node.After));
    }

    private static OnnxModelBuilder Bands(int opset = 13) => new OnnxModelBuilder(opset).Input("input", OnnxType.Float, "n", 2, "h", "w")
        .Constant("w", [3, 1, 1, 1], 1f, -1f, 2f).Node("Split", ["input"], ["a", "b"], ("axis", 1L));

    private static OnnxModelBuilder LayerNormalization() => Bands().Constant("two", [], 2f).Constant("e", [], 1e-5f)
        .Node("ReduceMean", ["input"], "m", ("axes", new long[] { 1 })).Node("Sub", ["input", "m"], "d").Node("Pow", ["d", "two"], "s").Node("ReduceMean", ["s"], "v", ("axes", new long[] { 1 }))
        .Node("Add", ["v", "e"], "t").Node("Sqrt", ["t"], "r").Node("Div", ["d", "r"], "x").Node("Relu", ["x"], "y").To("y");

    private static OnnxModelBuilder NanToNum() => Bands().Constant("zero", [], 0f).Constant("most", [], 1e30f).Node("Div", ["a", "b"], "x")
        .Node("Equal", ["x", "x"], "same").Node("Not", ["same"], "none").Node("Where", ["none", "zero", "x"], "number").Node("Cast", ["number"], "cast", ("to", 1L)).Node("IsInf", ["cast"], "infinite")
        .Node("Greater", ["number", "zero"], "up").Node("And", ["infinite", "up"], "above").Node("Where", ["above", "most", "number"], "finite").Node("Conv", ["finite", "w"], "c").Node("Relu", ["c"], "y").To("y");

    private static NetworkWatch? Find(OnnxModelBuilder network) => Find(Read(network.Build()));

    // any file will do: only its length is looked at
    private static NetworkWatch? Find(OnnxModel model) => WatchPlanner.TryPlan(
        typeof(WatchPlannerTests).Assembly.Location, model, Some.Profile(3) with { InputName = "input", OutputName = model.Graph.Outputs[0], Bands = 2 }, null,
        new TilingPlan(64, 64, 8, 8, 1));

    private static OnnxModel Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return OnnxModelReader.Read(stream);
    }
}

file static class Ends
{
    /// <summary>Makes a tensor the output.</summary>
    public static OnnxModelBuilder To(this OnnxModelBuilder builder, string output) => builder.Output(output, OnnxType.Float, "n", null, "h", "w");
}
