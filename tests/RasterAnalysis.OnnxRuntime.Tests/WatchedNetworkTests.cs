using RasterAnalysis.Finiteness;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tensors;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>Sessions whose nodes are watched tell where they made NaN or infinity, as plain arithmetic does, and give the scores that they give without.</summary>
public sealed class WatchedNetworkTests
{
    private const int Side = 24;

    public static TheoryData<OnnxType, int, bool, bool, bool> Kinds => new()
    {
        { OnnxType.Float, 13, false, false, false },
        { OnnxType.Float, 9, true, false, false },
        { OnnxType.Float, 18, true, true, false },
        { OnnxType.Float, 13, true, true, true },
        { OnnxType.Float16, 13, false, true, false },
        { OnnxType.Float16, 18, true, false, true },
        { OnnxType.Double, 13, true, false, false },
        { OnnxType.Double, 9, false, true, false },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Elements_that_are_no_numbers_are_told(OnnxType type, int opset, bool hasChannels, bool countsInfinity, bool isFunction)
    {
        using var file = new NetworkFile(Network(type, opset, hasChannels, countsInfinity, isFunction));
        var model = OnnxModelReader.Read(file.Path);
        var network = new NetworkProfile("input", TensorElementType.Float, TensorLayout.Nchw, 2, null, null, null, "output", OutputKind.Scores, TensorLayout.Nchw, hasChannels ? 3 : 1, 0);
        var watch = WatchPlanner.TryPlan(file.Path, model, network, null, new TilingPlan(Side, Side, 0, 1, 1))!;
        Assert.Equal(countsInfinity, Assert.Single(watch.Nodes).CountsInfinity);
        using var plain = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
        using var watched = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu) { Watch = watch }, new OnnxRuntimeOptions(), []);

        // the second run of a shape writes into memory of ours
        foreach (var (tiles, seed) in new[] { (1, 1), (1, 2), (3, 3), (3, 4), (2, 5) })
        {
            var random = new Random(seed);
            var image = Enumerable.Range(0, tiles * 2 * Side * Side).Select(_ => (float)random.Next(-2, 3)).ToArray();
            var expected = plain.Run(image, [tiles, 2, Side, Side], "output");
            var actual = watched.Run(image, [tiles, 2, Side, Side], "output");

            Assert.Null(expected.NonFinite);
            Assert.Equal(expected.Values.ToArray(), actual.Values.ToArray());
            Assert.Equal(Expected(image, tiles, hasChannels, countsInfinity), Assert.Single(actual.NonFinite!).ToArray());
        }
    }

    [Fact]
    public void What_a_run_told_stands_while_the_next_one_runs()
    {
        using var file = new NetworkFile(Network(OnnxType.Float, 13, hasChannels: false, countsInfinity: false, isFunction: false));
        var network = new NetworkProfile("input", TensorElementType.Float, TensorLayout.Nchw, 2, null, null, null, "output", OutputKind.Scores, TensorLayout.Nchw, 1, 0);
        var watch = WatchPlanner.TryPlan(file.Path, OnnxModelReader.Read(file.Path), network, null, new TilingPlan(Side, Side, 0, 1, 1));
        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu) { Watch = watch }, new OnnxRuntimeOptions(), []);
        using var fork = session.Fork();
        float[] Image(float value) => [.. Enumerable.Repeat(value, 2 * Side * Side)];
        foreach (var lane in new[] { session, fork })
        {
            lane.Run(Image(1), [1, 2, Side, Side], "output");
            var nothing = lane.Run(Image(0), [1, 2, Side, Side], "output").NonFinite![0];
            var numbers = lane.Run(Image(2), [1, 2, Side, Side], "output").NonFinite![0];

            Assert.DoesNotContain(false, nothing.ToArray());
            Assert.DoesNotContain(true, numbers.ToArray());
        }
    }

    /// <summary>By pixel, where one of the quotients (a / b, or a / b, b / b and a / b) is NaN, or infinite.</summary>
    private static bool[] Expected(float[] image, int tiles, bool hasChannels, bool countsInfinity) => [.. Enumerable.Range(0, tiles * Side * Side).Select(i =>
    {
        var at = (i / (Side * Side) * 2 * Side * Side) + (i % (Side * Side));
        var (a, b) = (image[at], image[at + (Side * Side)]);
        return ((float[])[a / b, .. hasChannels ? new[] { b / b } : []]).Any(quotient => float.IsNaN(quotient) || (countsInfinity && float.IsInfinity(quotient)));
    })];

    private static byte[] Network(OnnxType type, int opset, bool hasChannels, bool countsInfinity, bool isFunction)
    {
        var channels = hasChannels ? 3 : 1;
        var builder = new OnnxModelBuilder(opset, isFunction ? 8 : 7).Input("input", OnnxType.Float, "n", 2, "h", "w").Output("output", OnnxType.Float, "n", channels, "h", "w")
            .Constant("first", [1], 0L).Constant("second", [1], 1L).Node("Cast", ["input"], "typed", ("to", (long)type))
            .Node("Gather", ["typed", "first"], "a", ("axis", 1L)).Node("Gather", ["typed", "second"], "b", ("axis", 1L));
        _ = hasChannels ? builder.Node("Concat", ["a", "b", "a"], "over", ("axis", 1L)) : builder.Node("Identity", ["a"], "over");
        _ = isFunction
            ? builder.Function(new OnnxFunctionBuilder("local", "Quotient", ["p", "q"], ["r"]).Node("Div", ["p", "q"], ["r"])).Call("local", "Quotient", ["over", "b"], ["index"])
            : builder.Node("Div", ["over", "b"], "index");
        _ = countsInfinity ? builder.Node("Sub", ["index", "b"], "sum") : builder.Node("Identity", ["index"], "sum");
        return builder.Node("Greater", ["sum", "a"], "is").Node("Cast", ["is"], "output", ("to", (long)OnnxType.Float)).Build();
    }
}
