using System.Globalization;

namespace RasterAnalysis.Testing.Networks;

/// <summary>
/// Builds convolutional networks layer by layer, with weights drawn from a seed. Weights are positive where <c>isPositive</c> is set: then every
/// pixel in reach of an output pixel really moves it, and nothing cancels out.
/// </summary>
public sealed class LayeredNetwork
{
    private readonly OnnxModelBuilder _builder = new();
    private readonly Random _random;
    private readonly bool _isPositive;
    private int _names;

    public LayeredNetwork(int bands, int seed, bool isPositive, object? height = null, object? width = null)
    {
        (_random, _isPositive) = (new Random(seed), isPositive);
        _builder.Input("input", OnnxType.Float, "n", bands, height ?? "h", width ?? "w");
        Bands = bands;
    }

    /// <summary>Channels of the input.</summary>
    public int Bands { get; }

    /// <summary>The builder, for nodes that have no method here.</summary>
    public OnnxModelBuilder Builder => _builder;

    /// <summary>A name that no other tensor has.</summary>
    public string Name(string what) => string.Create(CultureInfo.InvariantCulture, $"{what}_{_names++}");

    public string Conv(string from, int inChannels, int outChannels, int kernel, int stride = 1, int dilation = 1, int? pad = null)
    {
        var (weight, output) = (Name("w"), Name("conv"));
        var padding = pad ?? dilation * (kernel - 1) / 2;
        _builder.Constant(weight, [outChannels, inChannels, kernel, kernel], Weights(outChannels * inChannels * kernel * kernel, inChannels * kernel * kernel));
        _builder.Node(
            "Conv", [from, weight], output, ("kernel_shape", Two(kernel)), ("strides", Two(stride)), ("dilations", Two(dilation)), ("pads", Four(padding)));
        return output;
    }

    public string ConvTranspose(string from, int inChannels, int outChannels, int kernel, int stride, int pad = 0)
    {
        var (weight, output) = (Name("w"), Name("up"));
        _builder.Constant(weight, [inChannels, outChannels, kernel, kernel], Weights(outChannels * inChannels * kernel * kernel, inChannels * kernel * kernel));
        _builder.Node("ConvTranspose", [from, weight], output, ("kernel_shape", Two(kernel)), ("strides", Two(stride)), ("pads", Four(pad)));
        return output;
    }

    public string Pool(string from, int size, string kind = "MaxPool")
    {
        var output = Name("pool");
        _builder.Node(kind, [from], output, ("kernel_shape", Two(size)), ("strides", Two(size)));
        return output;
    }

    public string Resize(string from, int factor, string mode = "linear")
    {
        var (scales, output) = (Name("scales"), Name("resized"));
        _builder.Constant(scales, [4], 1f, 1f, factor, factor);
        _builder.Node(
            "Resize", [from, "", scales], output, ("mode", mode),
            ("coordinate_transformation_mode", mode == "nearest" ? "asymmetric" : "half_pixel"), ("nearest_mode", "floor"));
        return output;
    }

    /// <summary>
    /// Pads an image with zeros to the rows and columns of another one, as torch exports <c>F.pad</c> with sizes taken from tensors: half of what is missing
    /// before, the rest behind.
    /// </summary>
    public string PadTo(string from, string like)
    {
        var missing = Rows([like, from], (sizes, _) => Apply("Sub", sizes[0], sizes[1]));
        return PadBy(from, [.. missing.Select(whole => Half(whole))], missing);
    }

    /// <summary>Pads an image for a strided convolution as TensorFlow's "same" does, as torch exports it: by as much as the size leaves over.</summary>
    public string PadSame(string from, int kernel, int stride)
    {
        var (step, reach, one, zero) = (Real(stride), Real(kernel), Real(1), Real(0));
        var missing = Rows([from], (sizes, _) =>
        {
            var size = Cast(sizes[0], OnnxType.Float);
            var steps = Apply("Sub", Apply("Ceil", Apply("Div", size, step)), one);
            var rest = Apply("Sub", Apply("Add", Apply("Mul", steps, step), reach), size);
            return Cast(Apply("Clip", rest, zero, ""), OnnxType.Int64);
        });
        return PadBy(from, [.. missing.Select(whole => Half(whole))], missing);
    }

    /// <summary>For rows and for columns: a number made of the lengths of tensors along them.</summary>
    private string[] Rows(string[] tensors, Func<string[], int, string> make) => [.. new[] { 2, 3 }.Select(axis => make([.. tensors.Select(tensor =>
    {
        var length = Name("length");
        _builder.Node("Gather", [Apply("Shape", tensor), Whole(axis)], length, ("axis", 0L));
        return length;
    })], axis))];

    private string Half(string whole) => Cast(Cast(Apply("Div", whole, Whole(2)), OnnxType.Int64), OnnxType.Int64);

    /// <summary>The chain that torch writes behind <c>F.pad</c>: columns before and behind, then rows, turned into ONNX's order for all four axes.</summary>
    private string PadBy(string from, string[] before, string[] missing)
    {
        string Element(string number)
        {
            var output = Name("element");
            _builder.Node("Unsqueeze", [number, Whole([0])], output);
            return output;
        }

        string List() => Joined(0, Element(before[1]), Element(Apply("Sub", missing[1], before[1])), Element(before[0]), Element(Apply("Sub", missing[0], before[0])));
        var length = Name("length");
        _builder.Node("Gather", [Apply("Shape", List()), Whole([0])], length, ("axis", 0L));
        var zeros = Name("zeros");
        _builder.Node("ConstantOfShape", [Apply("Sub", Whole(8), length)], zeros, ("value", new OnnxTensorValue([1], 0)));
        var pairs = Apply("Reshape", Joined(0, Cast(List(), OnnxType.Int64), zeros), Whole([-1, 2]));
        var turned = Name("turned");
        _builder.Node("Transpose", [Apply("Slice", pairs, Whole([-1]), Whole([long.MinValue + 1]), Whole([0]), Whole([-1]))], turned, ("perm", new long[] { 1, 0 }));
        var output = Name("padded");
        _builder.Node("Pad", [from, Cast(Apply("Reshape", turned, Whole([-1])), OnnxType.Int64), ""], output, ("mode", "constant"));
        return output;
    }

    private string Joined(long axis, params string[] inputs)
    {
        var output = Name("joined");
        _builder.Node("Concat", inputs, output, ("axis", axis));
        return output;
    }

    private string Cast(string from, OnnxType type)
    {
        var output = Name("cast");
        _builder.Node("Cast", [from], output, ("to", (long)type));
        return output;
    }

    private string Whole(long value)
    {
        var name = Name("whole");
        _builder.Constant(name, [], value);
        return name;
    }

    private string Whole(long[] values)
    {
        var name = Name("wholes");
        _builder.Constant(name, [values.Length], values);
        return name;
    }

    private string Real(float value)
    {
        var name = Name("real");
        _builder.Constant(name, [], value);
        return name;
    }

    public string Apply(string operation, params string[] inputs)
    {
        var output = Name(operation.ToLowerInvariant());
        _builder.Node(operation, inputs, output);
        return output;
    }

    public string Concat(params string[] inputs)
    {
        var output = Name("concat");
        _builder.Node("Concat", inputs, output, ("axis", 1L));
        return output;
    }

    public string BatchNormalization(string from, int channels)
    {
        var output = Name("normalized");
        string[] names = [.. Enumerable.Range(0, 4).Select(_ => Name("bn"))];
        foreach (var name in names)
        {
            // scale, shift, mean, variance
            _builder.Constant(name, [channels], [.. Enumerable.Range(0, channels).Select(_ => 0.5f + _random.NextSingle())]);
        }

        _builder.Node("BatchNormalization", [from, .. names], output);
        return output;
    }

    public string InstanceNormalization(string from, int channels)
    {
        var (scale, shift, output) = (Name("scale"), Name("shift"), Name("instance"));
        _builder.Constant(scale, [channels], [.. Enumerable.Repeat(1f, channels)]);
        _builder.Constant(shift, [channels], [.. Enumerable.Repeat(0f, channels)]);
        _builder.Node("InstanceNormalization", [from, scale, shift], output);
        return output;
    }

    /// <summary>Names a tensor as the output and writes the file.</summary>
    public byte[] Build(string output, int channels, object? height = null, object? width = null) => _builder
        .Output("output", OnnxType.Float, "n", channels, height ?? "h2", width ?? "w2")
        .Node("Identity", [output], "output")
        .Build();

    /// <summary>A U-Net: two 3×3 convolutions on each level, 2×2 max pooling down, transposed convolutions up, with skips.</summary>
    /// <param name="bands">Bands.</param>
    /// <param name="classes">Channels of the output.</param>
    /// <param name="levels">Poolings; the stride is 2 to this power.</param>
    /// <param name="width">Channels on the first level.</param>
    /// <param name="normalization"><c>batch</c>, <c>instance</c> or null.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="size">Side of the only tile it takes; null for any.</param>
    public static byte[] UNet(int bands, int classes, int levels, int width, string? normalization, int seed = 1, int? size = null)
    {
        var net = new LayeredNetwork(bands, seed, isPositive: false, size, size);
        string Block(string from, int inChannels, int outChannels)
        {
            for (var i = 0; i < 2; i++)
            {
                from = net.Conv(from, i == 0 ? inChannels : outChannels, outChannels, 3);
                from = normalization switch
                {
                    "batch" => net.BatchNormalization(from, outChannels),
                    "instance" => net.InstanceNormalization(from, outChannels),
                    _ => from,
                };
                from = net.Apply("Relu", from);
            }

            return from;
        }

        var skips = new Stack<string>();
        var (tensor, channels) = ("input", bands);
        for (var level = 0; level < levels; level++)
        {
            tensor = Block(tensor, channels, width << level);
            skips.Push(tensor);
            channels = width << level;
            tensor = net.Pool(tensor, 2);
        }

        tensor = Block(tensor, channels, width << levels);
        for (var level = levels - 1; level >= 0; level--)
        {
            tensor = net.ConvTranspose(tensor, width << (level + 1), width << level, 2, 2);
            tensor = Block(net.Concat(tensor, skips.Pop()), 2 * (width << level), width << level);
        }

        return net.Build(net.Bands01(net.Conv(tensor, width, 1, 1), classes), classes, size, size);
    }

    /// <summary>
    /// Turns one channel into class scores: its fraction of a whole is cut into as many bands as there are classes. Every class occurs, and a small
    /// change of the channel shows.
    /// </summary>
    public string Bands01(string from, int classes)
    {
        var (weight, bias, output) = (Name("w"), Name("b"), Name("scores"));
        float[] centres = [.. Enumerable.Range(0, classes).Select(k => (k + 0.5f) / classes)];
        _builder.Constant(weight, [classes, 1, 1, 1], [.. centres.Select(c => 2 * c)]).Constant(bias, [classes], [.. centres.Select(c => -c * c)]);
        var gain = Name("gain");
        _builder.Constant(gain, [1], 3f);
        var scaled = Apply("Mul", from, gain);
        _builder.Node("Conv", [Apply("Sub", scaled, Apply("Floor", scaled)), weight, bias], output);
        return output;
    }

    private float[] Weights(int count, int fan) =>
        [.. Enumerable.Range(0, count).Select(_ => (_isPositive ? 0.1f + _random.NextSingle() : (2 * _random.NextSingle()) - 1) * MathF.Sqrt(3f / fan))];

    private static long[] Two(int value) => [value, value];

    private static long[] Four(int value) => [value, value, value, value];
}
