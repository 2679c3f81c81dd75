using CsCheck;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>Whatever stands in a graph, reading it never fails: what cannot be followed makes the network inexact, with the node's name.</summary>
public sealed class GraphFaultTests : IDisposable
{
    private static readonly string[] Operators =
    [
        "Add", "Mul", "Div", "Mod", "Where", "Equal", "Clip", "Concat", "Gather", "Slice", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Expand", "Tile", "Shape", "Size",
        "ConstantOfShape", "Range", "ReduceProd", "ReduceMax", "Cast", "Pad", "Conv", "ConvTranspose", "MaxPool", "GlobalAveragePool", "Resize", "Upsample", "DepthToSpace",
        "SpaceToDepth", "MatMul", "Gemm", "Einsum", "Softmax", "Split", "TopK", "BatchNormalization", "Dropout", "InstanceNormalization", "CumSum", "ArgMax", "If", "Loop",
        "Nonsense", "DynamicQuantizeLinear", "QLinearConv", "Flatten", "LayerNormalization", "RandomNormal",
    ];

    private static readonly Gen<(int Operator, int[] Inputs, int Attributes)[]> Graphs =
        Gen.Select(Gen.Int[0, Operators.Length - 1], Gen.Int[0, 40].Array[0, 5], Gen.Int[0, 1000]).Array[1, 25];

    private readonly NetworkFile _file;
    private readonly OnnxNetworkSession _session;

    public GraphFaultTests()
    {
        var net = new LayeredNetwork(1, 1, isPositive: true);
        _file = new NetworkFile(net.Build(net.Conv("input", 1, 2, 3), 2));
        _session = OnnxNetworkSession.Load(new NetworkLoad(_file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
    }

    public void Dispose()
    {
        _session.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void No_graph_is_a_fault_of_ours() => Graphs.Sample(
        nodes =>
        {
            var builder = new OnnxModelBuilder().Input("t0", OnnxType.Float, "n", 1, "h", "w")
                .Constant("t1", [4], 1L, 1, 2, 2).Constant("t2", [], 3L).Constant("t3", [1], -1L).Constant("t4", [2, 0], Array.Empty<float>()).Constant("t5", [2, 1, 3, 3], new float[18])
                .Constant("t6", [2], long.MaxValue, long.MinValue).Constant("t7", [4], 1f, 1f, 0.37f, 2f).Constant("t8", [1], 0L);
            var next = 9;
            foreach (var (operation, inputs, seed) in nodes)
            {
                string[] names = [.. inputs.Select(input => input % 13 == 12 ? "" : input >= next ? $"missing{input}" : $"t{input}")];
                builder.Call(seed % 17 == 0 ? "com.microsoft" : "", Operators[operation], names, [$"t{next}", $"t{next + 1}"], Attributes(seed));
                next += 2;
            }

            try
            {
                Profile(builder.Output("output", OnnxType.Float, "n", 2, "h", "w").Node("Identity", [$"t{next - 2}"], "output").Build());
            }
            catch (ModelPackageException exception)
            {
                // the graph is not that of the network that is run: it may return another scale, or draw random numbers
                Assert.True(exception.Message.Contains("pixel", StringComparison.Ordinal) || exception.Message.Contains("rows", StringComparison.Ordinal)
                    || exception.Message.Contains("random", StringComparison.Ordinal), exception.Message);
            }
        },
        iter: 3000);

    [Fact]
    public void An_operator_of_unknown_reach_makes_the_network_inexact_with_its_name_and_nothing_else()
    {
        // its result is the second operand of shape arithmetic, and padding follows
        var net = new LayeredNetwork(1, 1, isPositive: true);
        net.Builder.Node("SequenceConstruct", ["input"], "list").Constant("first", [], 0L).Node("SequenceAt", ["list", "first"], "x").Constant("two", [], 2L);
        var size = net.Apply("Mul", "two", net.Apply("Gather", net.Apply("Shape", "x"), "two"));
        net.Builder.Node("Unsqueeze", [size, "axis"], "sizes").Constant("axis", [1], 0L).Constant("one", [2], 1L, 1).Constant("zeros", [6], new long[6]);
        net.Builder.Node("Concat", ["zeros", "sizes", "sizes"], "pads", ("axis", 0L)).Node("Pad", ["x", "pads"], "padded");

        var locality = Profile(net.Build(net.Pool(net.PadTo("x", "padded"), 8), 2)).Locality!;

        Assert.Equal(["SequenceConstruct 'SequenceConstruct_0'", "SequenceAt 'SequenceAt_1'"], locality.Breaks.Select(node => node.Node));
        Assert.Equal((32, false, null), (locality.Stride, locality.IsLocal, locality.Radius));
    }

    private NetworkProfile Profile(byte[] graph) => NetworkProfiler.Profile(
        _session, OnnxModelReader.Read(new MemoryStream(graph)), ModelDefinitionParser.Parse(TestPackages.Definition(TestPackages.NumberedClasses(2)), "model.emd"), []);

    private static (string Name, object Value)[] Attributes(int seed)
    {
        var random = new Random(seed);
        long[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(-2, 4))];
        (string, object)[] all =
        [
            ("axis", (long)random.Next(-5, 5)), ("axes", Some(random.Next(0, 4))), ("perm", Some(4)), ("kernel_shape", Some(2)), ("strides", Some(2)), ("pads", Some(4)),
            ("dilations", Some(2)), ("blocksize", (long)random.Next(-1, 3)), ("keepdims", 0L), ("equation", "nchw,oc->nohw"), ("mode", "linear"), ("to", (long)random.Next(0, 12)),
            ("shape", Some(3)), ("auto_pad", "SAME_LOWER"), ("group", 2L), ("output_shape", Some(2)), ("split", Some(2)), ("transA", 1L),
        ];
        return [.. all.Where(_ => random.Next(2) == 0)];
    }
}
