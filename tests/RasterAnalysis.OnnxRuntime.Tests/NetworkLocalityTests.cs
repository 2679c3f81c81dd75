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

/// <summary>What the graph says of stride and receptive field is what the running network does: pixels are moved and the effect is looked at.</summary>
public sealed class NetworkLocalityTests
{
    private static readonly Gen<(Layer[] Down, Layer[] Up, int Seed)> Networks = Gen.Select(
        OneOf(
            new Layer("conv", 3), new Layer("conv", 5), new Layer("dilated", 3), new Layer("strided", 3), new Layer("strided", 2), new Layer("pool", 2),
            new Layer("pool", 3)).Array[1, 4],
        OneOf(new Layer("transpose", 2), new Layer("transpose", 4), new Layer("linear", 2), new Layer("nearest", 2), new Layer("depth", 2)).Array[1, 4],
        Gen.Int[1, 1000]);

    [Fact]
    public void Stride_and_radius_are_those_of_the_running_network() => Networks.Sample(
        (down, up, seed) =>
        {
            var network = Build(down, up, seed);
            using var file = new NetworkFile(network);
            using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
            var profile = Profile(session, network);
            var locality = profile.Locality!;

            Assert.Empty(locality.Breaks);
            var (reach, isPeriodic) = ObservedLocality.Of(session, locality.Stride, locality.Radius!.Value);
            Assert.Equal(reach, locality.Radius);
            Assert.True(isPeriodic);
        },
        iter: 300);

    [Fact]
    public void A_U_Net_of_four_levels_has_stride_16_and_the_radius_of_its_convolutions()
    {
        var locality = LocalityOf(LayeredNetwork.UNet(3, 4, 4, 2, "batch"));

        // two 3×3 on each of 9 blocks: 2·(1+2+4+8)·2 + 2·16, and what pooling and the steps up add
        Assert.Equal(16, locality.Stride);
        Assert.InRange(locality.Radius!.Value, 92, 108);
        Assert.True(locality.IsLocal);
        Assert.True(locality.BytesPerPixel > 0);
    }

    [Fact]
    public void Nodes_that_look_at_the_whole_tile_are_named()
    {
        var locality = LocalityOf(LayeredNetwork.UNet(3, 4, 2, 2, "instance"));

        Assert.Equal(10, locality.Breaks.Count);
        Assert.All(locality.Breaks, node => Assert.StartsWith("InstanceNormalization '", node.Node, StringComparison.Ordinal));
        Assert.Equal(4, locality.Stride);
        Assert.False(locality.IsLocal);
    }

    [Fact]
    public void Group_normalisation_as_exporters_write_it_is_named()
    {
        var net = new LayeredNetwork(4, 1, isPositive: false);
        var conv = net.Conv("input", 4, 8, 3);
        net.Builder.Constant("groups", [3], 0L, 2, -1).Constant("one", [2], 1f, 1f).Constant("zero", [2], 0f, 0f)
            .Constant("scale", [8, 1, 1], [.. Enumerable.Repeat(2f, 8)])
            .Node("Shape", [conv], "shape").Node("Reshape", [conv, "groups"], "grouped")
            .Node("InstanceNormalization", ["grouped", "one", "zero"], "normalized").Node("Reshape", ["normalized", "shape"], "back")
            .Node("Mul", ["back", "scale"], "scaled");

        var locality = LocalityOf(net.Build(net.Conv("scaled", 8, 2, 3), 2));

        Assert.StartsWith("InstanceNormalization", Assert.Single(locality.Breaks).Node, StringComparison.Ordinal);
        Assert.Equal((1, 2), (locality.Stride, locality.Radius));
    }

    [Theory]
    [InlineData("GlobalAveragePool")]
    [InlineData("ReduceMean")]
    public void Squeeze_and_excite_is_named(string pool)
    {
        var net = new LayeredNetwork(4, 1, isPositive: false);
        var conv = net.Conv("input", 4, 8, 3);
        if (pool == "ReduceMean")
        {
            net.Builder.Node("ReduceMean", [conv], "pooled", ("axes", new long[] { 2, 3 }), ("keepdims", 1L));
        }
        else
        {
            net.Builder.Node(pool, [conv], "pooled");
        }

        var gate = net.Apply("Sigmoid", net.Conv("pooled", 8, 8, 1));
        var locality = LocalityOf(net.Build(net.Conv(net.Apply("Mul", conv, gate), 8, 2, 1), 2));

        Assert.StartsWith(pool, Assert.Single(locality.Breaks).Node, StringComparison.Ordinal);
        Assert.Equal((1, 1), (locality.Stride, locality.Radius));
    }

    [Fact]
    public void Attention_over_space_and_position_embeddings_are_named_and_layer_normalisation_over_channels_is_not()
    {
        var net = new LayeredNetwork(3, 1, isPositive: false, 32, 32);
        var patches = net.Conv("input", 3, 8, 4, stride: 4, pad: 0);
        net.Builder.Constant("flat", [3], 0L, 8, -1).Constant("position", [1, 64, 8], [.. Enumerable.Range(0, 512).Select(i => (float)i)])
            .Constant("gamma", [8], [.. Enumerable.Repeat(1f, 8)]).Constant("square", [4], 0L, 8, 8, 8)
            .Node("Reshape", [patches, "flat"], "cl").Node("Transpose", ["cl"], "lc", ("perm", new long[] { 0, 2, 1 }))
            .Node("Add", ["lc", "position"], "x")
            .Node("ReduceMean", ["x"], "mean", ("axes", new long[] { -1 })).Node("Sub", ["x", "mean"], "centred").Node("Mul", ["centred", "gamma"], "n")
            .Node("Transpose", ["n"], "k", ("perm", new long[] { 0, 2, 1 })).Node("MatMul", ["n", "k"], "scores")
            .Node("Softmax", ["scores"], "weights", ("axis", -1L)).Node("MatMul", ["weights", "n"], "mixed").Node("Add", ["mixed", "x"], "y")
            .Node("Transpose", ["y"], "yc", ("perm", new long[] { 0, 2, 1 })).Node("Reshape", ["yc", "square"], "image");
        var locality = LocalityOf(net.Build(net.Resize("image", 4), 8, 32, 32));

        Assert.Equal(["Add", "MatMul"], locality.Breaks.Select(node => node.Node.Split(' ')[0]).Distinct());
        Assert.Equal(4, locality.Stride);
    }

    [Fact]
    public void Quantisation_by_the_tiles_own_range_is_named()
    {
        var net = new LayeredNetwork(1, 1, isPositive: false);
        net.Builder.Node("DynamicQuantizeLinear", ["input"], ["q", "scale", "zero"]).Node("DequantizeLinear", ["q", "scale", "zero"], "x");

        Assert.StartsWith("DynamicQuantizeLinear", Assert.Single(LocalityOf(net.Build(net.Conv("x", 1, 2, 1), 2)).Breaks).Node, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_the_graph_computes_are_followed()
    {
        // what torch writes for interpolate(x, size=skip.shape[-2:]) and for a crop to another tensor's size
        var net = new LayeredNetwork(3, 1, isPositive: true);
        var skip = net.Conv("input", 3, 4, 3);
        var low = net.Conv(net.Pool(skip, 2, "AveragePool"), 4, 4, 3);
        net.Builder.Constant("two", [1], 2L).Constant("end", [1], 9223372036854775807L).Constant("zero", [1], 0L)
            .Node("Shape", [skip], "s").Node("Slice", ["s", "two", "end", "zero"], "hw")
            .Node("Shape", [low], "t").Node("Slice", ["t", "zero", "two", "zero"], "nc").Node("Concat", ["nc", "hw"], "size", ("axis", 0L))
            .Node("Resize", [low, "", "", "size"], "up", ("mode", "linear"), ("coordinate_transformation_mode", "pytorch_half_pixel"));

        var locality = LocalityOf(net.Build(net.Conv(net.Concat("up", skip), 8, 2, 1), 2));

        Assert.Empty(locality.Breaks);
        Assert.Equal(2, locality.Stride);
        Assert.InRange(locality.Radius!.Value, 5, 7);
    }

    [Fact]
    public void Resizing_with_aligned_corners_depends_on_the_tiles_size()
    {
        var net = new LayeredNetwork(3, 1, isPositive: true);
        net.Builder.Constant("scales", [4], 1f, 1f, 2f, 2f)
            .Node("Resize", [net.Pool("input", 2), "", "scales"], "up", ("mode", "linear"), ("coordinate_transformation_mode", "align_corners"));

        Assert.StartsWith("Resize", Assert.Single(LocalityOf(net.Build(net.Conv("up", 3, 2, 1), 2)).Breaks).Node, StringComparison.Ordinal);
    }

    [Fact]
    public void Strides_that_were_made_to_confuse_leave_the_graph_unknown()
    {
        // slices of prime steps side by side: the common stride would be their product
        var net = new LayeredNetwork(1, 1, isPositive: true);
        var steps = new[] { 101L, 103, 107, 109 };
        var thin = steps.Select((step, i) =>
        {
            net.Builder.Constant($"start{i}", [2], 0L, 0).Constant($"end{i}", [2], 2 * step, 2 * step).Constant($"axes{i}", [2], 2L, 3).Constant($"step{i}", [2], step, step)
                .Node("Slice", ["input", $"start{i}", $"end{i}", $"axes{i}", $"step{i}"], $"thin{i}");
            return net.Apply("ReduceMean", $"thin{i}");
        }).ToArray();
        var network = net.Build(net.Conv(net.Apply("Add", "input", thin.Aggregate((a, b) => net.Apply("Add", a, b))), 1, 2, 1), 2);
        using var file = new NetworkFile(network);
        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);

        Assert.Null(Profile(session, network).Locality);
    }

    private static NetworkLocality LocalityOf(byte[] network)
    {
        using var file = new NetworkFile(network);
        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
        return Profile(session, network).Locality!;
    }

    private static NetworkProfile Profile(OnnxNetworkSession session, byte[] network) => NetworkProfiler.Profile(
        session, OnnxModelReader.Read(new MemoryStream(network)),
        ModelDefinitionParser.Parse(TestPackages.Definition(TestPackages.NumberedClasses(2)), "model.emd"), []);

    /// <summary>Steps down and the same number of steps up, so that the output has the input's size.</summary>
    private static byte[] Build(Layer[] down, Layer[] up, int seed)
    {
        var net = new LayeredNetwork(1, seed, isPositive: true);
        var (tensor, scale) = ("input", 1);
        foreach (var layer in down)
        {
            tensor = layer.Kind switch
            {
                "conv" => net.Conv(tensor, 1, 1, layer.Size),
                "dilated" => net.Conv(tensor, 1, 1, layer.Size, dilation: 2),
                "strided" => net.Conv(tensor, 1, 1, layer.Size, stride: 2, pad: (layer.Size - 1) / 2),
                _ => net.Pool(tensor, layer.Size, "AveragePool"),
            };
            scale *= layer.Kind switch { "strided" => 2, "pool" => layer.Size, _ => 1 };
        }

        for (var i = 0; scale % 2 == 0; i++)
        {
            tensor = up[i % up.Length].Kind switch
            {
                "transpose" => net.ConvTranspose(tensor, 1, 1, up[i % up.Length].Size, 2, (up[i % up.Length].Size - 2) / 2),
                "depth" => DepthToSpace(net, net.Conv(tensor, 1, 4, 1)),
                var mode => net.Resize(tensor, 2, mode),
            };
            scale /= 2;
        }

        tensor = scale > 1 ? net.Resize(tensor, scale) : tensor;
        return net.Build(net.Conv(tensor, 1, 2, 3), 2);
    }

    private static string DepthToSpace(LayeredNetwork net, string from)
    {
        var output = net.Name("depth");
        net.Builder.Node("DepthToSpace", [from], output, ("blocksize", 2L), ("mode", "CRD"));
        return output;
    }

    private static Gen<Layer> OneOf(params Layer[] layers) => Gen.Int[0, layers.Length - 1].Select(i => layers[i]);

    private sealed record Layer(string Kind, int Size);
}
