using CsCheck;
using RasterAnalysis.Inference;
using RasterAnalysis.Locality;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>
/// The same network in the forms in which exporters write it: pads that the graph computes, layers as functions of the file, files that ONNX Runtime's
/// optimiser has saved. Each is followed to the end, at whatever size the example was, and what is found is what the running network does.
/// </summary>
public sealed class ExportedGraphTests
{
    private static readonly Gen<(Level[] Levels, int Size, int Seed)> Networks = Gen.Select(
        Gen.Select(OneOf("pool", "average", "same", "strided"), OneOf("transpose", "nearest", "linear"), OneOf("concat", "add", "none"), (down, up, skip) => new Level(down, up, skip))
            .Array[1, 3],
        Gen.Int[40, 330], Gen.Int[1, 1000]);

    [Fact]
    public void Pads_that_the_graph_computes_from_sizes_are_followed_at_any_size_of_the_example() => Networks.Sample(
        (levels, size, seed) => AssertIsAsObserved(Build(levels, seed, new LayeredNetwork(1, seed, isPositive: true), Form.Padded), size, 1 << levels.Length), iter: 40);

    [Fact]
    public void Functions_of_the_file_are_read_where_they_are_called() => Networks.Sample(
        (levels, size, seed) => AssertIsAsObserved(Build(levels, seed, new LayeredNetwork(1, seed, isPositive: true), Form.Functions), size, 1 << levels.Length), iter: 40);

    [Theory]
    [InlineData("basic")]
    [InlineData("extended")]
    [InlineData("all")]
    public void Files_that_ONNX_Runtime_has_optimised_are_read_like_the_ones_that_they_were_made_of(string level) => Networks.Sample(
        (levels, size, seed) =>
        {
            var network = Build(levels, seed, new LayeredNetwork(1, seed, isPositive: true), Form.Plain, channels: 16);
            var (before, after) = (LocalityOf(network, size), LocalityOf(OptimizedNetwork.Of(network, level), size));

            Assert.Empty(after.Breaks);
            Assert.Equal((before.Stride, before.Radius), (after.Stride, after.Radius));
            Assert.Equal(1 << levels.Length, after.Stride);
        },
        iter: 20);

    [Fact]
    public void A_function_within_a_function_with_attributes_of_the_call_and_defaults_is_read()
    {
        var net = new LayeredNetwork(1, 3, isPositive: true);
        net.Builder.Constant("w", [1, 1, 3, 3], [.. Enumerable.Repeat(0.2f, 9)])
            .Function(new OnnxFunctionBuilder("local", "Conv", ["x", "k"], ["y"]).Attribute("step", new long[] { 1, 1 }).Attribute("far").Attribute("edge", new long[] { 1, 1, 1, 1 })
                .Node("Conv", ["x", "k"], ["t"], ("strides", new OnnxAttributeOfCall("step")), ("dilations", new OnnxAttributeOfCall("far")), ("pads", new OnnxAttributeOfCall("edge")))
                .Node("Relu", ["t"], ["y"]))
            .Function(new OnnxFunctionBuilder("local", "Twice", ["t", "y"], ["x"]).Attribute("halves")
                .Call("local", "Conv", ["t", "y"], ["k"], ("step", new OnnxAttributeOfCall("halves")), ("far", new long[] { 1, 1 }))
                .Call("local", "Conv", ["k", "y"], ["x"], ("far", new long[] { 2, 2 }), ("edge", new long[] { 2, 2, 2, 2 })))
            .Call("local", "Twice", ["input", "w"], ["half"], ("halves", new long[] { 2, 2 }))
            .Call("local", "Twice", ["half", "w"], ["quarter"], ("halves", new long[] { 2, 2 }));

        AssertIsAsObserved(net.Build(net.Resize("quarter", 4, "nearest"), 1), 100, 4);
    }

    [Fact]
    public void A_function_is_not_taken_for_the_operator_of_its_name()
    {
        // what a class named Conv becomes in an export: here it reaches 6 pixels far, where a convolution of these weights would reach 1
        var net = new LayeredNetwork(1, 3, isPositive: true);
        net.Builder.Constant("w", [1, 1, 3, 3], [.. Enumerable.Repeat(0.2f, 9)])
            .Function(new OnnxFunctionBuilder("__main__", "Conv", ["x", "k"], ["y"])
                .Node("Conv", ["x", "k"], ["t"], ("pads", new long[] { 3, 3, 3, 3 }), ("dilations", new long[] { 3, 3 }))
                .Node("Conv", ["t", "k"], ["y"], ("pads", new long[] { 3, 3, 3, 3 }), ("dilations", new long[] { 3, 3 })))
            .Call("__main__", "Conv", ["input", "w"], ["far"], ("pads", new long[] { 1, 1, 1, 1 }));
        var network = net.Build("far", 1);

        Assert.Equal(6, LocalityOf(network, 64).Radius);
        AssertIsAsObserved(network, 64, 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("com.microsoft")]
    public void Functions_in_the_domains_of_ONNX_Runtime_are_not_the_ones_that_it_runs(string domain)
    {
        var net = new LayeredNetwork(1, 3, isPositive: true);
        net.Builder.Constant("w", [1, 1, 5, 5], [.. Enumerable.Repeat(0.1f, 25)])
            .Function(new OnnxFunctionBuilder(domain, "FusedConv", ["x", "k"], ["y"]).Node("Identity", ["x"], ["y"]))
            .Function(new OnnxFunctionBuilder(domain, "Conv", ["x", "k"], ["y"]).Node("Identity", ["x"], ["y"]))
            .Call(domain, domain.Length == 0 ? "Conv" : "FusedConv", ["input", "w"], ["y"], ("pads", new long[] { 2, 2, 2, 2 }));

        AssertIsAsObserved(net.Build("y", 1), 64, 1);
    }

    [Fact]
    public void Operators_of_other_domains_are_not_known_and_the_stride_is_32_at_least()
    {
        byte[] Network(string domain)
        {
            var net = new LayeredNetwork(1, 3, isPositive: true);
            net.Builder.Constant("w", [1, 1, 3, 3], [.. Enumerable.Repeat(0.2f, 9)]).Call(domain, "Conv", ["input", "w"], ["y"], ("pads", new long[] { 1, 1, 1, 1 }));
            return net.Build(net.Resize(net.Pool("y", 3), 3, "nearest"), 1);
        }

        var (ours, theirs) = (LocalityOf(Network(""), 96), LocalityOf(Network(""), 96, Network("org.example")));

        Assert.Equal((3, true), (ours.Stride, ours.IsLocal));
        Assert.StartsWith("org.example.Conv '", Assert.Single(theirs.Breaks).Node, StringComparison.Ordinal);
        Assert.Equal((32, false), (theirs.Stride, theirs.IsLocal));
    }

    [Fact]
    public void Functions_that_would_fill_the_memory_or_call_themselves_stay_unknown()
    {
        var net = new LayeredNetwork(1, 3, isPositive: true);
        for (var i = 0; i < 40; i++)
        {
            net.Builder.Function(new OnnxFunctionBuilder("bomb", $"F{i}", ["x"], ["y"]).Call("bomb", $"F{i + 1}", ["x"], ["t"]).Call("bomb", $"F{i + 1}", ["t"], ["y"]));
        }

        net.Builder.Function(new OnnxFunctionBuilder("bomb", "F40", ["x"], ["y"]).Call("bomb", "Self", ["x"], ["y"]))
            .Function(new OnnxFunctionBuilder("bomb", "Self", ["x"], ["y"]).Call("bomb", "Self", ["x"], ["y"]))
            .Call("bomb", "F0", ["input"], ["y"]);
        var plain = new LayeredNetwork(1, 3, isPositive: true);

        Assert.False(LocalityOf(plain.Build(plain.Apply("Relu", "input"), 1), 64, net.Build("y", 1)).IsLocal);
    }

    private static void AssertIsAsObserved(byte[] network, int size, int stride)
    {
        using var file = new NetworkFile(network);
        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
        var locality = Profile(session, network, size).Locality!;

        Assert.Empty(locality.Breaks);
        Assert.Equal(stride, locality.Stride);
        var observed = ObservedLocality.Of(session, locality.Stride, locality.Radius!.Value);
        Assert.True(observed.IsPeriodic);

        // what comes from the far end through several levels may be lost in rounding
        Assert.InRange(observed.Reach, (locality.Radius.Value * 9 / 10) - 1, locality.Radius.Value);
    }

    private static NetworkLocality LocalityOf(byte[] network, int size, byte[]? graph = null)
    {
        using var file = new NetworkFile(network);
        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
        return Profile(session, graph ?? network, size).Locality!;
    }

    private static NetworkProfile Profile(OnnxNetworkSession session, byte[] graph, int size)
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(2));
        (definition["ImageHeight"], definition["ImageWidth"]) = (size, size);
        return NetworkProfiler.Profile(session, OnnxModelReader.Read(new MemoryStream(graph)), ModelDefinitionParser.Parse(definition, "model.emd"), []);
    }

    /// <summary>Levels down and up again, each met by what was there before it went down.</summary>
    private static byte[] Build(Level[] levels, int seed, LayeredNetwork net, Form form, int channels = 1)
    {
        var isPadded = form == Form.Padded;
        var random = new Random(seed);
        if (form == Form.Functions)
        {
            net.Builder.Function(new OnnxFunctionBuilder("__main__", "Conv", ["0", "w"], ["1"]).Node("Conv", ["0", "w"], ["t"], ("pads", new long[] { 1, 1, 1, 1 })).Node("Relu", ["t"], ["1"]))
                .Function(new OnnxFunctionBuilder("__main__", "Block", ["1", "w", "v"], ["0"]).Call("__main__", "Conv", ["1", "w"], ["t"]).Call("__main__", "Conv", ["t", "v"], ["0"]))
                .Function(new OnnxFunctionBuilder("__main__", "Down", ["w"], ["0"]).Attribute("step").Attribute("size", new long[] { 2, 2 })
                    .Node("AveragePool", ["w"], ["0"], ("strides", new OnnxAttributeOfCall("step")), ("kernel_shape", new OnnxAttributeOfCall("size"))));
        }

        string Weights(int from, int to)
        {
            var name = net.Name("weights");
            net.Builder.Constant(name, [to, from, 3, 3], [.. Enumerable.Range(0, to * from * 9).Select(_ => (0.1f + random.NextSingle()) / (9 * from))]);
            return name;
        }

        string Block(string from, int count)
        {
            if (form != Form.Functions)
            {
                return net.Apply("Relu", net.Conv(net.Apply("Relu", net.Conv(from, count, channels, 3)), channels, channels, 3));
            }

            var output = net.Name("block");
            net.Builder.Call("__main__", "Block", [from, Weights(count, channels), Weights(channels, channels)], [output]);
            return output;
        }

        string Down(Level level, string from)
        {
            if (form == Form.Functions && level.Down is "pool" or "average")
            {
                var output = net.Name("down");
                net.Builder.Call("__main__", "Down", [from], [output], ("step", new long[] { 2, 2 }));
                return output;
            }

            return level.Down switch
            {
                "same" when isPadded => net.Conv(net.PadSame(from, 3, 2), channels, channels, 3, stride: 2, pad: 0),
                "same" or "strided" => net.Conv(from, channels, channels, 3, stride: 2, pad: 1),
                _ => net.Pool(from, 2, "AveragePool"),
            };
        }

        var skips = new Stack<string>();
        var tensor = Block("input", 1);
        foreach (var level in levels)
        {
            skips.Push(tensor);
            tensor = Block(Down(level, tensor), channels);
        }

        foreach (var level in levels.Reverse())
        {
            var skip = skips.Pop();
            tensor = level.Up == "transpose" ? net.ConvTranspose(tensor, channels, channels, 2, 2) : net.Resize(tensor, 2, level.Up);
            tensor = isPadded ? net.PadTo(tensor, skip) : tensor;
            tensor = level.Skip switch
            {
                "concat" => Block(net.Concat(skip, tensor), 2 * channels),
                "add" => Block(net.Apply("Add", tensor, skip), channels),
                _ => Block(tensor, channels),
            };
        }

        return net.Build(net.Conv(tensor, channels, 1, 1), 1);
    }

    private static Gen<string> OneOf(params string[] names) => Gen.Int[0, names.Length - 1].Select(i => names[i]);

    private enum Form
    {
        Plain,
        Padded,
        Functions,
    }

    private sealed record Level(string Down, string Up, string Skip);
}
