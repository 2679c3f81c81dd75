using System.Runtime.InteropServices;
using CsCheck;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Narrowing;
using RasterAnalysis.Onnx;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>A network that is cut to what its tiles' cores need gives every score of a core as the whole network does.</summary>
/// <remarks>
/// Bit for bit where ONNX Runtime has its blocked convolutions; with few channels it multiplies matrices, and sums in an order that depends on the tile's size.
/// </remarks>
public sealed class NarrowedNetworkTests
{
    private const int Bands = RandomUNets.Bands;
    private const int Classes = RandomUNets.Classes;

    [Fact]
    public void Random_networks_with_skips_give_the_same_scores()
    {
        var (cut, all) = (0, 0);
        RandomUNets.All.Sample(
            (levels, extra, seed) =>
            {
                Interlocked.Increment(ref all);
                if (Compare(RandomUNets.Build(levels, seed), extra) is not null)
                {
                    Interlocked.Increment(ref cut);
                }
            },
            iter: 300, threads: 1);

        Assert.InRange(cut, all / 2, all);
    }

    [Theory]
    [InlineData("batch", 0)]
    [InlineData(null, 1)]
    public void A_U_Net_computes_less_and_gives_the_same_bits(string? normalization, int extra)
    {
        var narrowing = Compare(LayeredNetwork.UNet(Bands, Classes, levels: 4, width: 16, normalization), extra, tile: 512, isBitwise: true)!;

        // of the padding of 112 + 16·extra pixels the last level needs 4
        Assert.Equal(108 + (16 * extra), narrowing.Crop);
        Assert.Equal(8, narrowing.Cuts.Count);
        Assert.InRange(narrowing.WorkLeft, 0.4, 0.75);
    }

    [Fact]
    public void Tiles_of_a_fixed_size_and_declared_shapes_are_cut_too()
    {
        var network = LayeredNetwork.UNet(Bands, Classes, levels: 3, width: 4, "batch", size: 256);

        Assert.NotNull(Compare(network, 0, tile: 256));
    }

    [Fact]
    public void Attention_over_the_tile_and_plain_stacks_of_convolutions_are_left_as_they_are()
    {
        Assert.Null(Compare(LayeredNetwork.UNet(Bands, Classes, levels: 2, width: 2, "instance"), 0));

        var plain = new LayeredNetwork(Bands, 1, isPositive: false);
        Assert.Null(Compare(plain.Build(plain.Conv(plain.Conv("input", Bands, 4, 3), 4, Classes, 3), Classes), 0));
    }

    [Fact]
    public void Sizes_that_the_graph_takes_from_a_skip_are_left_as_they_are_or_cut_alike()
    {
        var net = new LayeredNetwork(Bands, 1, isPositive: false);
        var skip = net.Conv("input", Bands, 4, 3);
        var low = net.Conv(net.Conv(net.Pool(skip, 2), 4, 8, 5), 8, 8, 5);
        net.Builder.Constant("two", [1], 2L).Constant("end", [1], 9223372036854775807L).Constant("zero", [1], 0L)
            .Node("Shape", [skip], "s").Node("Slice", ["s", "two", "end", "zero"], "hw")
            .Node("Shape", [low], "t").Node("Slice", ["t", "zero", "two", "zero"], "nc").Node("Concat", ["nc", "hw"], "size", ("axis", 0L))
            .Node("Resize", [low, "", "", "size"], "up", ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));

        Assert.Null(Compare(net.Build(net.Conv(net.Conv(net.Concat("up", skip), 12, 8, 5), 8, Classes, 5), Classes), 8));
    }

    [Fact]
    public void A_padding_less_than_the_radius_leaves_the_network_as_it_is()
    {
        using var file = new NetworkFile(LayeredNetwork.UNet(Bands, Classes, levels: 3, width: 4, null));
        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
        var (model, network) = Read(file, session);

        Assert.Null(NarrowingPlanner.TryPlan(file.Path, model, network, new TilingPlan(256, 256, 32, 8, 1)));
    }

    [Fact]
    public void Names_that_a_file_has_already_are_not_used_again()
    {
        var net = new LayeredNetwork(Bands, 1, isPositive: false);
        var low = net.Conv(net.Conv(net.Pool("input", 2), Bands, 8, 5), 8, 8, 5);
        net.Builder.Node("Relu", [low], "narrowed0:0");

        Assert.NotNull(Compare(net.Build(net.Conv(net.Resize("narrowed0:0", 2), 8, Classes, 5), Classes), 8));
    }

    [Fact]
    public void Weights_in_a_file_beside_the_network_are_found()
    {
        var net = new LayeredNetwork(Bands, 1, isPositive: false);
        net.Builder.ExternalConstant("far", [8, Bands, 5, 5], "weights.bin")
            .Node("Conv", [net.Pool("input", 2), "far"], "low", ("pads", new long[] { 2, 2, 2, 2 }));
        var network = net.Build(net.Conv(net.Resize(net.Conv("low", 8, 8, 5), 2), 8, Classes, 5), Classes);
        var weights = Enumerable.Range(0, 8 * Bands * 25).Select(i => (i * 7 % 11 / 11f) - 0.5f).ToArray();

        Assert.NotNull(Compare(network, 8, weights: MemoryMarshal.AsBytes<float>(weights).ToArray()));
    }

    [Fact]
    public void Layers_that_are_functions_of_the_file_are_cut_like_others()
    {
        var net = new LayeredNetwork(Bands, 1, isPositive: false);
        string Weights(int from, int to, int seed)
        {
            var name = net.Name("weights");
            var random = new Random(seed);
            net.Builder.Constant(name, [to, from, 5, 5], [.. Enumerable.Range(0, to * from * 25).Select(_ => (random.NextSingle() - 0.5f) / 5)]);
            return name;
        }

        // the up-scaling, which is what is cut, stands two functions deep; the domain of ONNX's operators is named by the functions too
        net.Builder.Constant("scales", [4], 1f, 1f, 2f, 2f)
            .Function(new OnnxFunctionBuilder("local", "Conv", ["x", "w"], ["y"]).Attribute("edge", new long[] { 2, 2, 2, 2 })
                .Node("Conv", ["x", "w"], ["t"], ("pads", new OnnxAttributeOfCall("edge"))).Node("Relu", ["t"], ["y"]))
            .Function(new OnnxFunctionBuilder("local", "Up", ["x", "s"], ["y"]).Node("Resize", ["x", "", "s"], ["y"], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")))
            .Function(new OnnxFunctionBuilder("local", "Level", ["x", "w", "s"], ["y"]).Call("local", "Up", ["x", "s"], ["u"]).Call("local", "Conv", ["u", "w"], ["y"]))
            .Call("local", "Conv", [net.Pool("input", 2), Weights(Bands, 8, 1)], ["low"]).Call("local", "Conv", ["low", Weights(8, 8, 2)], ["lower"])
            .Call("local", "Level", ["lower", Weights(8, 8, 3), "scales"], ["high"]);

        Assert.NotNull(Compare(net.Build(net.Conv("high", 8, Classes, 5), Classes), 8));
    }

    [Fact]
    public void Channels_in_blocks_are_left_as_they_are() =>
        Assert.Null(Compare(OptimizedNetwork.Of(LayeredNetwork.UNet(Bands, Classes, levels: 2, width: 16, "batch"), "all"), 1));

    [Fact]
    public void A_damaged_file_is_refused()
    {
        var network = LayeredNetwork.UNet(Bands, Classes, levels: 1, width: 2, null);
        var cuts = new[] { new NetworkCut(3, 0, 2, 3, 1, 1) };

        Gen.Int[0, network.Length - 1].Sample(
            length =>
            {
                try
                {
                    NarrowedModel.Write(network[..length], cuts);
                }
                catch (OnnxFormatException exception)
                {
                    Assert.Contains("damaged", exception.Message, StringComparison.Ordinal);
                }
            },
            iter: 500);
    }

    /// <summary>Plans a narrowing and runs a noisy tile through both networks.</summary>
    /// <returns>The narrowing; null where there is none.</returns>
    private static NetworkNarrowing? Compare(byte[] content, int extra, int? tile = null, bool isBitwise = false, byte[]? weights = null)
    {
        using var file = new NetworkFile(content);
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(file.Path)!, "weights.bin"), weights ?? []);
        using var whole = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
        var (model, network) = Read(file, whole);
        var (stride, radius) = (network.Locality!.Stride, network.Locality.Radius ?? 0);
        var padding = (((radius + stride - 1) / stride) + extra) * stride;
        var side = tile ?? (2 * padding) + (((40 / stride) + 2) * stride);
        var tiling = new TilingPlan(side, side, padding, stride, 1);
        if (NarrowingPlanner.TryPlan(file.Path, model, network, tiling) is not { } narrowing)
        {
            return null;
        }

        using var narrowed = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu) { Narrowing = narrowing }, new OnnxRuntimeOptions(), []);
        var random = new Random(side);
        var image = Enumerable.Range(0, Bands * side * side).Select(_ => (random.NextSingle() * 4) - 2).ToArray();
        var expected = whole.Run(image, [1, Bands, side, side], "output");
        var actual = narrowed.Run(image, [1, Bands, side, side], "output");
        var inner = side - (2 * narrowing.Crop);
        Assert.Equal([1, Classes, inner, inner], actual.Dimensions);
        Assert.InRange(narrowing.Crop, 1, padding);
        var core = side - (2 * padding);
        for (var channel = 0; channel < Classes; channel++)
        {
            for (var row = 0; row < core; row++)
            {
                var one = expected.Values.Span.Slice((((channel * side) + row + padding) * side) + padding, core);
                var other = actual.Values.Span.Slice((((channel * inner) + row + padding - narrowing.Crop) * inner) + padding - narrowing.Crop, core);
                Assert.True(
                    isBitwise ? MemoryMarshal.AsBytes(one).SequenceEqual(MemoryMarshal.AsBytes(other)) : IsClose(one, other), $"row {row} of channel {channel} differs");
            }
        }

        return narrowing;
    }

    private static bool IsClose(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var isClose = true;
        for (var i = 0; i < one.Length; i++)
        {
            isClose &= Math.Abs(one[i] - other[i]) <= 3e-6 * Math.Max(1, Math.Abs(one[i]));
        }

        return isClose;
    }

    private static (OnnxModel Model, NetworkProfile Network) Read(NetworkFile file, OnnxNetworkSession session)
    {
        var model = OnnxModelReader.Read(file.Path);
        var definition = ModelDefinitionParser.Parse(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), "model.emd");
        return (model, NetworkProfiler.Profile(session, model, definition, []));
    }
}
