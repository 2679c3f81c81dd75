using CsCheck;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Narrowing;
using RasterAnalysis.Onnx;
using RasterAnalysis.Quantization;
using RasterAnalysis.Tensors;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Tiling;
using static RasterAnalysis.OnnxRuntime.Tests.WrittenNetworks;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>
/// A network that is written in floating-point numbers of 16 bits gives about the scores of the network as it is, and computes in them what it says. A CPU computes what it has no kernel for in
/// Float32, between the same roundings, so what is written is tried here without a GPU.
/// </summary>
public sealed class HalfNetworkTests
{
    // mean difference of scores over their standard deviation; a number of 16 bits is off by a two-thousandth at the most
    private const double MostError = 0.002;

    // these U-Nets take the fraction of three times their last channel, which leaps where it comes to a whole number
    private const double MostErrorOfFractions = 0.01;

    [Fact]
    public void Random_networks_give_about_the_same_scores()
    {
        // the same 150 each time: one in some thousands takes differences of nearly equal numbers, and one in ten thousand gives the same scores everywhere
        var draw = new PCG(1, 17);
        for (var i = 0; i < 150; i++)
        {
            var (levels, _, seed) = RandomUNets.All.Generate(draw, null, out _);
            var result = Halve(RandomUNets.Build(levels, seed));
            Assert.Equal(result.All - 1, result.Halved);
            Assert.InRange(result.Error, double.Epsilon, MostError);
        }
    }

    [Fact]
    public void Networks_drawn_anew_compute_in_16_bits_up_to_their_last_convolution() => RandomUNets.All.Sample(
        (levels, _, seed) =>
        {
            var result = Halve(RandomUNets.Build(levels, seed));
            Assert.Equal(result.All - 1, result.Halved);
            Assert.False(result.Error > MostErrorOfFractions);
        },
        iter: 150, threads: 1);

    [Theory]
    [InlineData("batch")]
    [InlineData(null)]
    public void A_U_Net_runs_in_16_bits_up_to_its_last_convolution(string? normalization)
    {
        var result = Halve(LayeredNetwork.UNet(Bands, Classes, levels: 4, width: 16, normalization), 128);

        Assert.InRange(result.Error, double.Epsilon, MostErrorOfFractions);
        Assert.Equal(result.All - 1, result.Halved);

        // normalisations are in the weights, and nothing goes back and forth between the first and the last
        Assert.DoesNotContain(result.Nodes, node => node.Operator == "BatchNormalization");
        Assert.Equal(2, result.Nodes.Count(node => node.Operator == "Cast"));
        Assert.Single(result.Nodes, node => node.Operator.StartsWith("Conv", StringComparison.Ordinal) && !IsHalf(node));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(18)]
    public void Networks_of_older_and_newer_operators_run_in_16_bits(int opset)
    {
        var builder = new OnnxModelBuilder(opset).Input("input", OnnxType.Float, "n", Bands, "h", "w").Constant("low", [], 0f).Constant("high", [], 6f);
        void Conv(string from, string to, int inputs, int outputs) => builder
            .Constant($"w{to}", [outputs, inputs, 3, 3], [.. Enumerable.Range(0, outputs * inputs * 9).Select(i => ((i * 7919 % 101) - 50) / 300f)])
            .Constant($"b{to}", [outputs], [.. Enumerable.Range(0, outputs).Select(i => (i % 5 / 5f) - 0.3f)])
            .Node("Conv", [from, $"w{to}", $"b{to}"], $"c{to}", ("pads", new long[] { 1, 1, 1, 1 })).Node("Clip", [$"c{to}", "low", "high"], to);
        Conv("input", "a", Bands, 16);
        Conv("a", "b", 16, 16);
        builder.Node("MaxPool", ["b"], "p", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }));
        Conv("p", "c", 16, 16);
        Conv("c", "output", 16, Classes);

        var result = Halve(builder.Output("output", OnnxType.Float, "n", Classes, "h", "w").Build());

        Assert.InRange(result.Error, double.Epsilon, MostError);
        Assert.Equal((3, 4), (result.Halved, result.All));

        // CUDA has a kernel in 16 bits for it from version 12 on
        Assert.Equal(opset < 12 ? 0 : 3, result.Nodes.Count(node => node.Operator == "Clip" && IsHalf(node)));
    }

    [Fact]
    public void Channels_by_themselves_sums_and_what_is_made_by_functions_stay_beside_what_loses_in_16_bits()
    {
        // as MobileNets with gates are: 1×1, channels by themselves, a mean over the image, a sigmoid that weighs, and what came in added
        var net = new LayeredNetwork(Bands, 3, isPositive: false);
        var first = net.Apply("HardSigmoid", net.Conv("input", Bands, 16, 3));
        net.Builder.Constant("own", [16, 1, 3, 3], [.. Enumerable.Range(0, 144).Select(i => ((i * 37 % 41) - 20) / 60f)])
            .Node("Conv", [first, "own"], "channels", ("pads", new long[] { 1, 1, 1, 1 }), ("group", 16L));
        var gate = net.Apply("Sigmoid", net.Conv(net.Apply("GlobalAveragePool", "channels"), 16, 16, 1));
        var sum = net.Apply("Add", first, net.Conv(net.Apply("Mul", "channels", gate), 16, 16, 1));
        var pooled = net.Pool(net.Apply("Exp", net.Conv(sum, 16, 4, 1)), 1, "AveragePool");

        var result = Halve(net.Build(net.Apply("Softmax", net.Conv(pooled, 4, Classes, 3)), Classes));

        Assert.InRange(result.Error, double.Epsilon, MostError);
        Assert.Equal((5, 6), (result.Halved, result.All));
        foreach (var name in new[] { "HardSigmoid", "Mul", "Add" })
        {
            Assert.All(result.Nodes.Where(node => node.Operator == name), node => Assert.True(IsHalf(node), name));
        }

        Assert.All(result.Nodes.Where(node => node.Operator is "GlobalAveragePool" or "Sigmoid" or "Exp" or "AveragePool" or "Softmax"), node => Assert.False(IsHalf(node), node.Operator));
    }

    [Fact]
    public void Attention_multiplies_in_16_bits_and_normalises_in_32()
    {
        var net = new LayeredNetwork(Bands, 5, isPositive: false, 16, 16);
        net.Builder.Constant("flat", [3], 0L, 8L, 256L).Constant("image", [4], 0L, 8L, 16L, 16L).Constant("root", [], 0.35f);
        string Matrix(string name, string from)
        {
            net.Builder.Constant(name, [8, 8], [.. Enumerable.Range(0, 64).Select(i => (((i * 29) + name[0]) % 17 / 17f) - 0.5f)]);
            return net.Apply("MatMul", from, name);
        }

        string Turned(string from)
        {
            var to = net.Name("turned");
            net.Builder.Node("Transpose", [from], to, ("perm", new long[] { 0, 2, 1 }));
            return to;
        }

        var tokens = Turned(net.Apply("Reshape", net.Conv("input", Bands, 8, 3), "flat"));
        var weights = net.Name("softmax");
        net.Builder.Node("Softmax", [net.Apply("Mul", net.Apply("MatMul", Matrix("q", tokens), Turned(Matrix("k", tokens))), "root")], weights, ("axis", -1L));
        var seen = net.Apply("Add", tokens, Matrix("o", net.Apply("MatMul", weights, Matrix("v", tokens))));

        var result = Halve(net.Build(net.Conv(net.Apply("Reshape", Turned(seen), "image"), 8, Classes, 1), Classes), 16);

        Assert.InRange(result.Error, double.Epsilon, MostError);
        Assert.Equal((7, 8), (result.Halved, result.All));
        Assert.False(IsHalf(Assert.Single(result.Nodes, node => node.Operator == "Softmax")));
    }

    [Fact]
    public void Numbers_that_come_near_the_largest_of_16_bits_stay_in_32()
    {
        // the second of four convolutions makes numbers of 10,000 and more, and the third one makes them small again
        var builder = new OnnxModelBuilder().Input("input", OnnxType.Float, "n", Bands, "h", "w");
        void Conv(string from, string to, int inputs, int outputs, float factor) => builder
            .Constant($"w{to}", [outputs, inputs, 1, 1], [.. Enumerable.Range(0, outputs * inputs).Select(i => ((i * 7919 % 101) - 50) / 50f * factor)]).Node("Conv", [from, $"w{to}"], to);
        Conv("input", "a", Bands, 8, 1);
        Conv("a", "b", 8, 8, 10_000);
        Conv("b", "c", 8, 8, 0.0001f);
        Conv("c", "d", 8, 8, 1);
        Conv("d", "output", 8, Classes, 1);

        var result = Halve(builder.Output("output", OnnxType.Float, "n", Classes, "h", "w").Build());

        Assert.InRange(result.Error, double.Epsilon, MostError);
        Assert.Equal((2, 5), (result.Halved, result.All));
        Assert.Equal([true, false, false, true, false], result.Nodes.Where(node => node.Operator == "Conv").Select(IsHalf));
    }

    [Theory]
    [InlineData(100_000f)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0.00001f)]
    public void Weights_that_16_bits_do_not_hold_stay_in_32(float weight)
    {
        var net = new LayeredNetwork(Bands, 7, isPositive: false);
        var first = net.Conv("input", Bands, 1, 1);
        net.Builder.Constant("w", [1, 1, 1, 1], weight).Node("Conv", [first, "w"], "middle");
        using var file = new NetworkFile(net.Build(net.Conv(net.Conv("middle", 1, 4, 1), 4, Classes, 1), Classes));
        using var exact = Load(file);

        var draft = QuantizationPlanner.TryDraft(file.Path, Profile(file, exact), NetworkPrecision.Float16, out _)!;

        Assert.Equal((2, 4), draft.ShareOfWork);
        Assert.Contains("middle", draft.Tensors);
    }

    [Theory]
    [InlineData(2f, 3)]
    [InlineData(2048f, 3)]
    [InlineData(10_000f, 2)]
    public void The_rasters_values_are_taken_in_16_bits_where_whole_numbers_stay_exact(float largest, int halved)
    {
        var net = new LayeredNetwork(Bands, 7, isPositive: false);
        using var file = new NetworkFile(net.Build(net.Conv(net.Conv(net.Conv(net.Conv("input", Bands, 4, 1), 4, 4, 1), 4, 4, 1), 4, Classes, 1), Classes));
        using var exact = Load(file);
        var draft = QuantizationPlanner.TryDraft(file.Path, Profile(file, exact), NetworkPrecision.Float16, out _)!;

        var halves = HalfQuantization.Of(draft, draft.Tensors.ToDictionary(tensor => tensor, tensor => tensor == "input" ? largest : 100));

        Assert.Equal((halved, 4), halves.Shared(File.ReadAllBytes(file.Path), "", []).ShareOfWork);
    }

    [Fact]
    public void A_network_that_is_cut_to_its_core_computes_as_much_in_16_bits_and_gives_about_the_same_scores()
    {
        using var file = new NetworkFile(LayeredNetwork.UNet(Bands, Classes, levels: 3, width: 16, "batch"));
        using var exact = Load(file);
        var network = Profile(file, exact);
        var (halves, image) = (Halves(file, network, 256), Image(256));
        var padding = ((network.Locality!.Radius!.Value + 7) / 8 * 8) + 16;
        var narrowing = NarrowingPlanner.TryPlan(file.Path, OnnxModelReader.Read(file.Path), network, new TilingPlan(256, 256, padding, 8, 1))!;
        using var whole = Load(file, halves);
        using var cut = Load(file, halves, narrowing);
        var narrowed = NarrowedModel.Write(File.ReadAllBytes(file.Path), narrowing.Cuts);

        // all that computed in 16 bits does so in what is left, the cuts too
        Assert.Equal(halves.ShareOfWork, halves.Shared(narrowed, "", []).ShareOfWork);
        var nodes = NodesOf(halves.Write(narrowed, "", []));
        Assert.Contains(nodes, node => node.Operator == "Slice");
        Assert.Equal(2, nodes.Count(node => node.Operator == "Cast"));

        var (all, part, inner, core) = (whole.Run(image, [1, Bands, 256, 256], "output"), cut.Run(image, [1, Bands, 256, 256], "output"), 256 - (2 * narrowing.Crop), 256 - (2 * padding));
        var (expected, actual) = (new float[Classes * core * core], new float[Classes * core * core]);
        for (var row = 0; row < Classes * core; row++)
        {
            var (channel, line) = (row / core, row % core);
            all.Values.Span.Slice((((channel * 256) + line + padding) * 256) + padding, core).CopyTo(expected.AsSpan(row * core));
            part.Values.Span.Slice((((channel * inner) + line + padding - narrowing.Crop) * inner) + padding - narrowing.Crop, core).CopyTo(actual.AsSpan(row * core));
        }

        Assert.InRange(Error(expected, actual), 0, MostErrorOfFractions);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(236)]
    public void Tiles_of_other_sizes_and_batches_give_about_the_same_scores(int side)
    {
        using var file = new NetworkFile(LayeredNetwork.UNet(Bands, Classes, levels: 2, width: 16, "batch"));
        using var exact = Load(file);
        using var session = Load(file, Halves(file, Profile(file, exact), 256));
        var tile = Image(side);

        var expected = exact.Run((float[])[.. tile, .. tile], [2, Bands, side, side], "output").Values.ToArray();
        var actual = session.Run((float[])[.. tile, .. tile], [2, Bands, side, side], "output").Values.ToArray();

        Assert.InRange(Error(expected, actual), double.Epsilon, MostErrorOfFractions);
        Assert.Equal((TensorElementType.Float, TensorElementType.Float), (session.Signature.Inputs[0].ElementType, session.Signature.Outputs[0].ElementType));
    }

    [Fact]
    public void A_tensor_that_is_read_beside_the_nodes_stays_in_32_bits_under_its_name()
    {
        using var file = new NetworkFile(LayeredNetwork.UNet(Bands, Classes, levels: 1, width: 8, null));
        using var exact = Load(file);
        var halves = Halves(file, Profile(file, exact), 64);
        var tensor = halves.Tensors[2];

        var nodes = NodesOf(halves.Write(File.ReadAllBytes(file.Path), "", [tensor]));

        Assert.Equal("Cast", Assert.Single(nodes, node => node.Outputs[0] == tensor).Operator);
        Assert.DoesNotContain(NodesOf(halves.Write(File.ReadAllBytes(file.Path), "", [])), node => node.Outputs[0] == tensor);
    }

    [Fact]
    public void A_network_of_one_convolution_is_left_as_it_is()
    {
        var net = new LayeredNetwork(Bands, 1, isPositive: false);
        using var file = new NetworkFile(net.Build(net.Conv("input", Bands, Classes, 3), Classes));
        using var session = Load(file);

        Assert.Null(QuantizationPlanner.TryDraft(file.Path, Profile(file, session), NetworkPrecision.Float16, out var reason));
        Assert.Contains("before its last", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        var network = LayeredNetwork.UNet(Bands, Classes, levels: 1, width: 2, null);
        var halves = new HalfQuantization(["input", "conv_1", "relu_2"]);

        Gen.Int[0, network.Length - 1].Sample(
            length =>
            {
                try
                {
                    halves.Write(network[..length], "", []);
                }
                catch (OnnxFormatException exception)
                {
                    Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
                }
            },
            iter: 300);
    }

    private static bool IsHalf(OnnxNode node) => node.Operator != "Cast" && node.Inputs[0].StartsWith("half", StringComparison.Ordinal);

    /// <summary>Writes a network in 16 bits by what it makes of one noisy tile, and runs it on the tile.</summary>
    private static (double Error, int Halved, int All, IReadOnlyList<OnnxNode> Nodes) Halve(byte[] content, int side = 64)
    {
        using var file = new NetworkFile(content);
        using var exact = Load(file);
        var halves = Halves(file, Profile(file, exact), side);
        using var session = Load(file, halves);
        return (Error(Scores(exact, side), Scores(session, side)), halves.ShareOfWork.Halved, halves.ShareOfWork.All, NodesOf(halves.Write(content, "", [])));
    }

    private static HalfQuantization Halves(NetworkFile file, NetworkProfile network, int side)
    {
        var draft = QuantizationPlanner.TryDraft(file.Path, network, NetworkPrecision.Float16, out _)!;
        string[] inside = [.. draft.Tensors.Where(tensor => tensor != network.InputName)];
        var largest = Observe(file, inside, side).ToDictionary(pair => pair.Key, pair => pair.Value.Max(Math.Abs));
        largest[network.InputName] = 2;
        return HalfQuantization.Of(draft, largest).Shared(File.ReadAllBytes(file.Path), "", []);
    }

    private static IReadOnlyList<OnnxNode> NodesOf(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        return OnnxModelReader.Read(stream).Graph.Nodes;
    }
}
