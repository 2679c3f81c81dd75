namespace RasterAnalysis.Testing.Networks;

/// <summary>Networks of a few nodes, named by what they do. Each returns the bytes of an ONNX file.</summary>
public static class TinyNetworks
{
    /// <summary>
    /// The class is the value of the only band: channel k scores <c>2kx − k²</c>, which is highest for the k nearest to x. Exact for whole
    /// numbers in Float32 up to 2047.
    /// </summary>
    public static byte[] CopyBand(int classes, object? batch = null, object? height = null, object? width = null) => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, batch ?? "n", 1, height ?? "h", width ?? "w")
        .Output("output", OnnxType.Float, batch ?? "n", classes, height ?? "h", width ?? "w")
        .Constant("weight", [classes, 1, 1, 1], [.. Enumerable.Range(0, classes).Select(k => 2f * k)])
        .Constant("bias", [classes], [.. Enumerable.Range(0, classes).Select(k => -(float)k * k)])
        .Node("Conv", ["input", "weight", "bias"], "output")
        .Build();

    /// <summary>As <see cref="CopyBand"/>, beside layers of 3×3 convolutions that take time and whose result counts for nothing.</summary>
    public static byte[] CopyBandSlowly(int classes, int channels, int layers)
    {
        var builder = new OnnxModelBuilder()
            .Input("input", OnnxType.Float, "n", 1, "h", "w")
            .Output("output", OnnxType.Float, "n", classes, "h", "w")
            .Constant("weight", [classes, 1, 1, 1], [.. Enumerable.Range(0, classes).Select(k => 2f * k)])
            .Constant("bias", [classes], [.. Enumerable.Range(0, classes).Select(k => -(float)k * k)])
            .Constant("zero", [1], 0f)
            .Node("Conv", ["input", "weight", "bias"], "copy");
        var last = "input";
        for (var layer = 0; layer <= layers; layer++)
        {
            var (from, to) = (layer == 0 ? 1 : channels, layer == layers ? classes : channels);
            builder.Constant($"w{layer}", [to, from, 3, 3], [.. Enumerable.Repeat(0.01f, to * from * 9)])
                .Node("Conv", [last, $"w{layer}"], $"layer{layer}", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }));
            last = $"layer{layer}";
        }

        return builder.Node("Mul", [last, "zero"], "nothing").Node("Add", ["copy", "nothing"], "output").Build();
    }

    /// <summary>
    /// A 3×3 convolution of ones over one band, zero-padded by itself; the class is the sum divided by a divisor, rounded to nearest (ties
    /// down), as <see cref="CopyBand"/> chooses it.
    /// </summary>
    public static byte[] BoxSum3x3(int classes, float divisor) => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 1, "h", "w")
        .Output("output", OnnxType.Float, "n", classes, "h", "w")
        .Constant("ones", [1, 1, 3, 3], [.. Enumerable.Repeat(1f / divisor, 9)])
        .Constant("weight", [classes, 1, 1, 1], [.. Enumerable.Range(0, classes).Select(k => 2f * k)])
        .Constant("bias", [classes], [.. Enumerable.Range(0, classes).Select(k => -(float)k * k)])
        .Node("Conv", ["input", "ones"], "sum", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }))
        .Node("Conv", ["sum", "weight", "bias"], "output")
        .Build();

    /// <summary>Two classes: 1 where the band is above a threshold, else 0.</summary>
    public static byte[] TwoClassesByThreshold(float threshold) => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 1, "h", "w")
        .Output("output", OnnxType.Float, "n", 2, "h", "w")
        .Constant("weight", [2, 1, 1, 1], 0f, 1f)
        .Constant("bias", [2], 0f, -threshold)
        .Node("Conv", ["input", "weight", "bias"], "output")
        .Build();

    /// <summary>
    /// Fixed 1×4×256×256 in, 1×6×128×128 out: the network returns only the centre of its tile. Channel k is band k for the first four, the
    /// mean of the bands for the fifth, a constant for the sixth, so the class is the brightest band. Opset 9, with the initialisers also listed
    /// as graph inputs, as old exporters did.
    /// </summary>
    public static byte[] CentreCrop256To128(float constant)
    {
        var weight = new float[6 * 4];
        for (var k = 0; k < 4; k++)
        {
            weight[(k * 4) + k] = 1;
            weight[(4 * 4) + k] = 0.25f;
        }

        return new OnnxModelBuilder(opset: 9, irVersion: 3)
            .Input("features", OnnxType.Float, 1, 4, 256, 256)
            .Input("weight", OnnxType.Float, 6, 4, 1, 1)
            .Input("bias", OnnxType.Float, 6)
            .Output("scores", OnnxType.Float, 1, 6, 128, 128)
            .Constant("weight", [6, 4, 1, 1], weight)
            .Constant("bias", [6], 0, 0, 0, 0, 0, constant)
            .Node("Slice", ["features"], "centre", ("axes", new long[] { 2, 3 }), ("starts", new long[] { 64, 64 }), ("ends", new long[] { 192, 192 }))
            .Node("Conv", ["centre", "weight", "bias"], "scores")
            .Build();
    }

    /// <summary>One channel: the sigmoid of (band − threshold) × slope, or the logit itself.</summary>
    public static byte[] OneChannel(float threshold, float slope, bool sigmoid)
    {
        var builder = new OnnxModelBuilder()
            .Input("input", OnnxType.Float, "n", 1, "h", "w")
            .Output("output", OnnxType.Float, "n", 1, "h", "w")
            .Constant("weight", [1, 1, 1, 1], slope)
            .Constant("bias", [1], -threshold * slope);
        return sigmoid
            ? builder.Node("Conv", ["input", "weight", "bias"], "logit").Node("Sigmoid", ["logit"], "output").Build()
            : builder.Node("Conv", ["input", "weight", "bias"], "output").Build();
    }

    /// <summary>
    /// Scores of one band: channel k is <c>slope[k]·x + bias[k]</c>, through a last node, <c>Softmax</c> or <c>Sigmoid</c>, where one is named; channels last where that is asked for.
    /// </summary>
    public static byte[] Lines(float[] slopes, float[] biases, string? last = null, bool isNhwc = false)
    {
        var builder = new OnnxModelBuilder()
            .Input("input", OnnxType.Float, isNhwc ? ["n", "h", "w", 1] : ["n", 1, "h", "w"])
            .Output("output", OnnxType.Float, isNhwc ? ["n", "h", "w", slopes.Length] : ["n", slopes.Length, "h", "w"])
            .Constant("weight", [slopes.Length, 1, 1, 1], slopes)
            .Constant("bias", [slopes.Length], biases);
        if (isNhwc)
        {
            builder.Node("Transpose", ["input"], "planes", ("perm", new long[] { 0, 3, 1, 2 }));
        }

        builder.Node("Conv", [isNhwc ? "planes" : "input", "weight", "bias"], isNhwc || last is not null ? "scores" : "output");
        var found = "scores";
        if (last is not null)
        {
            (string, object)[] attributes = last == "Softmax" ? [("axis", 1L)] : [];
            builder.Node(last, ["scores"], found = isNhwc ? "last" : "output", attributes);
        }

        return (isNhwc ? builder.Node("Transpose", [found], "output", ("perm", new long[] { 0, 2, 3, 1 })) : builder).Build();
    }

    /// <summary>Returns class ids as integers: the argmax of <see cref="CopyBand"/>, one channel.</summary>
    public static byte[] ClassIds(int classes) => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 1, "h", "w")
        .Output("output", OnnxType.Int64, "n", 1, "h", "w")
        .Constant("weight", [classes, 1, 1, 1], [.. Enumerable.Range(0, classes).Select(k => 2f * k)])
        .Constant("bias", [classes], [.. Enumerable.Range(0, classes).Select(k => -(float)k * k)])
        .Node("Conv", ["input", "weight", "bias"], "scores")
        .Node("ArgMax", ["scores"], "output", ("axis", 1L), ("keepdims", 1L))
        .Build();

    /// <summary><see cref="CopyBand"/> with the channels last in and out, as networks from TensorFlow have them.</summary>
    public static byte[] CopyBandNhwc(int classes) => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", "h", "w", 1)
        .Output("output", OnnxType.Float, "n", "h", "w", classes)
        .Constant("weight", [classes, 1, 1, 1], [.. Enumerable.Range(0, classes).Select(k => 2f * k)])
        .Constant("bias", [classes], [.. Enumerable.Range(0, classes).Select(k => -(float)k * k)])
        .Node("Transpose", ["input"], "nchw", ("perm", new long[] { 0, 3, 1, 2 }))
        .Node("Conv", ["nchw", "weight", "bias"], "scores")
        .Node("Transpose", ["scores"], "output", ("perm", new long[] { 0, 2, 3, 1 }))
        .Build();

    /// <summary>Classifies whole tiles rather than pixels: one score for each class.</summary>
    public static byte[] WholeTileClassifier(int classes) => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 1, "h", "w")
        .Output("output", OnnxType.Float, "n", classes)
        .Constant("weight", [classes, 1, 1, 1], [.. Enumerable.Range(0, classes).Select(k => (float)k)])
        .Node("Conv", ["input", "weight"], "scores")
        .Node("GlobalAveragePool", ["scores"], "pooled")
        .Node("Flatten", ["pooled"], "output")
        .Build();
}
