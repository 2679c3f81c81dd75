using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.Testing.Hostile;

/// <summary>Networks that load, or nearly do, and then do not what a network should.</summary>
public static class HostileNetworks
{
    /// <summary>A network whose loop never ends.</summary>
    public static byte[] ThatNeverEnds()
    {
        var body = new OnnxModelBuilder()
            .Input("i", OnnxType.Int64).Input("go_in", OnnxType.Bool).Input("x_in", OnnxType.Float, null, null, null, null)
            .Output("go_out", OnnxType.Bool).Output("x_out", OnnxType.Float, null, null, null, null)
            .Node("Identity", ["go_in"], "go_out")
            .Node("Neg", ["x_in"], "x_out");
        return Image().Node("Loop", ["", "", "input"], "output", ("body", body)).Build();
    }

    /// <summary>A network that makes a tensor of so many values.</summary>
    public static byte[] ThatTakes(long values) => Image()
        .Constant("shape", [2], 1L << 15, values >> 15)
        .Node("ConstantOfShape", ["shape"], "filled")
        .Node("ReduceSum", ["filled"], "sum", ("keepdims", 0))
        .Node("Add", ["input", "sum"], "output")
        .Build();

    internal static byte[] OfHostileShape(Random random)
    {
        object? Side() => HostilePackages.Any<object?>(random, 0L, -1L, 1L, 2L, 3L, int.MaxValue, (1L << 31) + 1, 1L << 40, long.MaxValue, 1_000_000L, 40_000L, "n", "h", null);
        object?[] dimensions = [.. Enumerable.Range(0, random.Next(10) == 0 ? random.Next(0, 7) : 4).Select(_ => Side())];
        object?[] result = [.. Enumerable.Range(0, random.Next(5) == 0 ? random.Next(0, 7) : dimensions.Length).Select(_ => (object?)null)];
        var type = HostilePackages.Any(random, OnnxType.Float, OnnxType.Float, OnnxType.Float, OnnxType.UInt8, OnnxType.Int64, OnnxType.Bool, OnnxType.Double, OnnxType.Float16);
        return new OnnxModelBuilder().Input("input", type, dimensions).Output("output", type, result).Node("Identity", ["input"], "output").Build();
    }

    internal static byte[] ThatFails(Random random) => random.Next(13) switch
    {
        0 => Image().Constant("shape", [1], (long)random.Next(2, 1000)).Node("Reshape", ["input", "shape"], "output").Build(),
        1 => Image().Constant("index", [1], (long)random.Next(2, 1_000_000)).Node("Gather", ["input", "index"], "output", ("axis", 1)).Build(),
        2 => Image().Constant("weight", [2, 7, 3, 3], new float[126]).Node("Conv", ["input", "weight"], "output").Build(),
        3 => Image().Constant("weight", [2, 2, 1, 1], 1, 2, 3, 4).Node("Conv", ["input", "weight"], "output", ("strides", new long[] { 0, 0 })).Build(),
        4 => Image().Constant("weight", [2, 2, 1, 1], 1, 2, 3, 4).Node("Conv", ["input", "weight"], "output", ("pads", new long[] { -70, -70, -70, -70 })).Build(),
        5 => Image().Constant("shape", [4], 1L, 2L, 1L << 20, 1L << 20).Node("Expand", ["input", "shape"], "output").Build(),
        6 => Image().Constant("zero", [1], 0L).Constant("to", [4], 1L, 2L, -1L, -5L).Node("Reshape", ["input", "to"], "output").Build(),
        7 => Image().Node("ReduceMean", ["input"], "output", ("axes", new long[] { 0, 1, 2, 3 }), ("keepdims", 0)).Build(),
        8 => Image().Node("Cast", ["input"], "whole", ("to", (int)OnnxType.Int64)).Constant("zero", [1], 0L).Node("Div", ["whole", "zero"], "broken")
            .Node("Cast", ["broken"], "output", ("to", (int)OnnxType.Float)).Build(),
        9 => Image().Constant("scales", [4], 1f, 1f, random.Next(2) == 0 ? 1e6f : -1f, 1f).Node("Resize", ["input", "", "scales"], "output", ("mode", "nearest")).Build(),
        10 => Image().Constant("other", [1, 2, 5, 7], new float[70]).Node("Add", ["input", "other"], "output").Build(),
        11 => Image().Node("Split", ["input"], ["output", "rest"], ("axis", 1), ("split", new long[] { 5, -3 })).Build(),
        _ => Image().Node("Transpose", ["input"], "output", ("perm", new long[] { 0, 1, 1, 9 })).Build(),
    };

    internal static byte[] OfUnknownOperators(Random random) => random.Next(4) switch
    {
        0 => Image().Node($"Unknown{random.Next()}", ["input"], "output").Build(),
        1 => new OnnxModelBuilder(opset: HostilePackages.Any(random, 0, -1, 1, 999, int.MaxValue)).Input("input", OnnxType.Float, 1, 2, 64, 64).Output("output", OnnxType.Float, 1, 2, 64, 64)
            .Node("Identity", ["input"], "output").Build(),
        2 => new OnnxModelBuilder(irVersion: HostilePackages.Any(random, 0, -1, 1, 999)).Input("input", OnnxType.Float, 1, 2, 64, 64).Output("output", OnnxType.Float, 1, 2, 64, 64)
            .Node("Identity", ["input"], "output").Build(),
        _ => Image().Node("Identity", ["b"], "a").Node("Identity", ["a"], "b").Node("Identity", ["a"], "output").Build(),
    };

    internal static byte[] WithWeightsElsewhere(Random random) => Image()
        .ExternalConstant(
            "weight", [2, 2, 1, 1],
            HostilePackages.Any(random, "/etc/passwd", "../../x.bin", "model.emd", "none.bin", "", ".", "a/../../b", "network.onnx", "..\\x", new string('x', 3000), "/dev/zero", "/proc/self/mem"))
        .Node("Conv", ["input", "weight"], "output").Build();

    private static OnnxModelBuilder Image() => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 2, "h", "w").Output("output", OnnxType.Float, "n", 2, null, null);
}
