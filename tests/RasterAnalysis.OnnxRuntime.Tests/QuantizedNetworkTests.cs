using System.Runtime.InteropServices;
using CsCheck;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Narrowing;
using RasterAnalysis.Onnx;
using RasterAnalysis.Quantization;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Tiling;
using static RasterAnalysis.OnnxRuntime.Tests.WrittenNetworks;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>A network that is written in bytes gives about the scores of the network as it is, computes in bytes what it says, and gives the same whatever tile it is run on.</summary>
public sealed class QuantizedNetworkTests
{
    // without VNNI there may be half as many steps, which lose twice as much
    private static readonly double Coarseness = ByteArithmetic.PairLimit is null ? 1 : 127.0 / 63;
    private static readonly double MostError = 0.08 * Coarseness;

    [Fact]
    public void Random_networks_give_about_the_same_scores()
    {
        var quantized = 0;
        RandomUNets.All.Sample(
            (levels, _, seed) =>
            {
                if (Quantize(RandomUNets.Build(levels, seed), 64) is { } result)
                {
                    Interlocked.Increment(ref quantized);
                    Assert.InRange(result.Error, 0, MostError);
                }
            },
            iter: 150, threads: 1);

        Assert.InRange(quantized, 100, 150);
    }

    [Fact]
    public void Tensors_of_far_apart_scales_are_not_laid_side_by_side_in_bytes()
    {
        // what comes up from below is a hundred times smaller than what it is laid beside, and alone decides
        RandomUNets.Level[] levels = [new("average", "linear", "concat", 1, 1), new("average", "linear", "none", 5, 1), new("average", "transpose2", "none", 3, 1)];

        var result = Quantize(RandomUNets.Build(levels, 145), 64)!.Value;

        Assert.InRange(result.Error, 0, MostError);
        Assert.DoesNotContain("com.microsoft.QLinearConcat", result.Operators);
        Assert.Equal(6, result.Operators.Count(name => name.EndsWith("QLinearConv", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("batch")]
    [InlineData(null)]
    public void A_U_Net_runs_in_bytes_from_its_second_to_its_last_but_one_convolution(string? normalization)
    {
        var (error, draft, operators) = Quantize(LayeredNetwork.UNet(Bands, Classes, levels: 4, width: 16, normalization), 128)!.Value;

        Assert.InRange(error, 0, MostError);
        Assert.Equal(draft.ShareOfWork.All - 2, draft.ShareOfWork.Quantized);

        // four of them go up in scale, and are two convolutions each
        Assert.Equal(draft.ShareOfWork.Quantized + 4, operators.Count(name => name.EndsWith("QLinearConv", StringComparison.Ordinal)));
        Assert.Equal(4, operators.Count(name => name.EndsWith("QLinearConcat", StringComparison.Ordinal)));

        // in bytes nothing is turned but at the first and at the last of them
        Assert.Equal(2, operators.Count(name => name == "Transpose"));
        Assert.DoesNotContain("ConvTranspose", operators);
    }

    [Fact]
    public void Sums_limits_and_channels_by_themselves_run_in_bytes()
    {
        // as MobileNets are: 1×1, channels by themselves, 1×1, and what came in added
        var net = new LayeredNetwork(Bands, 3, isPositive: false);
        net.Builder.Constant("low", [], 0f).Constant("high", [], 6f);
        string Cut(string from) => net.Apply("Clip", from, "low", "high");
        var first = Cut(net.Conv("input", Bands, 16, 3));
        var wide = Cut(net.Conv(first, 16, 32, 1));
        net.Builder.Constant("own", [32, 1, 3, 3], [.. Enumerable.Range(0, 288).Select(i => ((i * 37 % 41) - 20) / 60f)])
            .Node("Conv", [wide, "own"], "channels", ("pads", new long[] { 1, 1, 1, 1 }), ("group", 32L));
        var sum = net.Apply("Add", first, net.Conv(Cut("channels"), 32, 16, 1));
        var (error, draft, operators) = Quantize(net.Build(net.Conv(net.Apply("Relu", net.Conv(sum, 16, 16, 3)), 16, Classes, 1), Classes), 64)!.Value;

        Assert.InRange(error, 0, MostError);
        Assert.Equal(4, draft.ShareOfWork.Quantized);
        Assert.Equal(4, operators.Count(name => name.EndsWith("QLinearConv", StringComparison.Ordinal)));
        Assert.Contains("com.microsoft.QLinearAdd", operators);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(18)]
    public void Networks_of_older_and_newer_operators_run_in_bytes(int opset)
    {
        var builder = new OnnxModelBuilder(opset).Input("input", OnnxType.Float, "n", Bands, "h", "w");
        void Conv(string from, string to, int inputs, int outputs) => builder
            .Constant($"w{to}", [outputs, inputs, 3, 3], [.. Enumerable.Range(0, outputs * inputs * 9).Select(i => ((i * 7919 % 101) - 50) / 300f)])
            .Constant($"b{to}", [outputs], [.. Enumerable.Range(0, outputs).Select(i => (i % 5 / 5f) - 0.3f)])
            .Node("Conv", [from, $"w{to}", $"b{to}"], $"c{to}", ("pads", new long[] { 1, 1, 1, 1 })).Node("Relu", [$"c{to}"], to);
        Conv("input", "a", Bands, 16);
        Conv("a", "b", 16, 16);
        builder.Node("MaxPool", ["b"], "p", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }));
        Conv("p", "c", 16, 16);
        Conv("c", "output", 16, Classes);
        var (error, draft, operators) = Quantize(builder.Output("output", OnnxType.Float, "n", Classes, "h", "w").Build(), 64)!.Value;

        Assert.InRange(error, 0, 0.05 * Coarseness);
        Assert.Equal((2, 4), draft.ShareOfWork);
        Assert.Equal(2, operators.Count(name => name.EndsWith("QLinearConv", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(127, 0.08)]
    [InlineData(63, 0.12)]
    public void Weights_have_as_many_steps_as_the_processor_can_add_up(int limit, double most)
    {
        var result = Quantize(LayeredNetwork.UNet(Bands, Classes, levels: 2, width: 16, "batch"), 64, limit)!.Value;

        Assert.InRange(result.Error, 0, most);
    }

    [Fact]
    public void A_network_that_is_cut_to_its_core_gives_the_same_bits_in_bytes()
    {
        using var file = new NetworkFile(LayeredNetwork.UNet(Bands, Classes, levels: 3, width: 16, "batch"));
        using var exact = Load(file);
        var network = Profile(file, exact);
        var (quantization, image) = (Scales(file, network, 256, ByteQuantization.LargestWeight, out _)!, Image(256));
        var padding = ((network.Locality!.Radius!.Value + 7) / 8 * 8) + 16;
        var narrowing = NarrowingPlanner.TryPlan(file.Path, OnnxModelReader.Read(file.Path), network, new TilingPlan(256, 256, padding, 8, 1))!;
        using var whole = Load(file, quantization);
        using var cut = Load(file, quantization, narrowing);

        var (all, part, inner, core) = (whole.Run(image, [1, Bands, 256, 256], "output"), cut.Run(image, [1, Bands, 256, 256], "output"), 256 - (2 * narrowing.Crop), 256 - (2 * padding));
        for (var row = 0; row < Classes * core; row++)
        {
            var (channel, line) = (row / core, row % core);
            var one = all.Values.Span.Slice((((channel * 256) + line + padding) * 256) + padding, core);
            var other = part.Values.Span.Slice((((channel * inner) + line + padding - narrowing.Crop) * inner) + padding - narrowing.Crop, core);
            Assert.True(MemoryMarshal.AsBytes(one).SequenceEqual(MemoryMarshal.AsBytes(other)));
        }
    }

    [Fact]
    public void Tiles_of_any_size_and_batches_give_the_same_bits()
    {
        using var file = new NetworkFile(LayeredNetwork.UNet(Bands, Classes, levels: 2, width: 16, "batch"));
        using var exact = Load(file);
        var network = Profile(file, exact);
        using var session = Load(file, Scales(file, network, 256, ByteQuantization.LargestWeight, out _)!);
        var image = Image(256);
        var whole = session.Run(image, [1, Bands, 256, 256], "output").Values.ToArray();
        var radius = (network.Locality!.Radius!.Value + 3) / 4 * 4;
        foreach (var side in new[] { 128, 160, 236 })
        {
            var tile = new float[2 * Bands * side * side];
            for (var row = 0; row < Bands * side; row++)
            {
                image.AsSpan((((row / side * 256) + (row % side) + 8) * 256) + 12, side).CopyTo(tile.AsSpan(row * side));
            }

            tile.AsSpan(0, Bands * side * side).CopyTo(tile.AsSpan(Bands * side * side));
            var result = session.Run(tile, [2, Bands, side, side], "output").Values.Span;
            for (var row = 0; row < 2 * Classes * (side - (2 * radius)); row++)
            {
                var (plane, line) = (row / (side - (2 * radius)), (row % (side - (2 * radius))) + radius);
                var one = whole.AsSpan((((plane % Classes * 256) + line + 8) * 256) + 12 + radius, side - (2 * radius));
                Assert.True(MemoryMarshal.AsBytes(one).SequenceEqual(MemoryMarshal.AsBytes(result.Slice((((plane * side) + line) * side) + radius, side - (2 * radius)))), $"a tile of {side}");
            }
        }
    }

    [Fact]
    public void A_network_without_a_convolution_between_others_is_left_as_it_is()
    {
        var net = new LayeredNetwork(Bands, 1, isPositive: false);
        using var file = new NetworkFile(net.Build(net.Conv(net.Conv("input", Bands, 4, 3), 4, Classes, 3), Classes));
        using var session = Load(file);

        Assert.Null(QuantizationPlanner.TryDraft(file.Path, Profile(file, session), NetworkPrecision.Int8, out var reason));
        Assert.Contains("no convolution", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        var network = LayeredNetwork.UNet(Bands, Classes, levels: 1, width: 2, null);
        var quantization = new ByteQuantization(new Dictionary<string, QuantizedTensor> { ["relu_5"] = new(0.1f, 0) }, 127);

        Gen.Int[0, network.Length - 1].Sample(
            length =>
            {
                try
                {
                    quantization.Write(network[..length], "", []);
                }
                catch (OnnxFormatException exception)
                {
                    Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
                }
            },
            iter: 300);
    }

    /// <summary>Quantises by one noisy tile and runs another one.</summary>
    /// <returns>The mean difference of scores over their standard deviation, and the operators that ONNX Runtime runs; null where the network is left as it is.</returns>
    private static (double Error, QuantizationDraft Draft, List<string> Operators)? Quantize(byte[] content, int side, int? limit = null)
    {
        using var file = new NetworkFile(content);
        using var exact = Load(file);
        if (Scales(file, Profile(file, exact), side, limit ?? ByteQuantization.LargestWeight, out var draft) is not { } quantization)
        {
            return null;
        }

        using var quantized = Load(file, quantization);
        return (Error(Scores(exact, side), Scores(quantized, side)), draft!, OperatorsOf(file, quantization));
    }

    private static ByteQuantization? Scales(NetworkFile file, NetworkProfile network, int side, int limit, out QuantizationDraft? draft)
    {
        draft = QuantizationPlanner.TryDraft(file.Path, network, NetworkPrecision.Int8, out _);
        if (draft is null)
        {
            return null;
        }

        return new ByteQuantization(Observe(file, draft.Tensors, side).ToDictionary(pair => pair.Key, pair => QuantizedTensor.Of(pair.Value.Min(), pair.Value.Max())), limit)
        {
            PairLimit = limit == ByteQuantization.LargestWeight ? ByteArithmetic.PairLimit : null,
        };
    }

    private static List<string> OperatorsOf(NetworkFile file, NetworkQuantization quantization)
    {
        var optimized = Path.Combine(Path.GetDirectoryName(file.Path)!, "optimized.onnx");
        using var options = new SessionOptions { OptimizedModelFilePath = optimized, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(quantization.Write(File.ReadAllBytes(file.Path), Path.GetDirectoryName(file.Path)!, []), options);
        return [.. OnnxModelReader.Read(optimized).Graph.Nodes.Select(node => node.Operator)];
    }
}
