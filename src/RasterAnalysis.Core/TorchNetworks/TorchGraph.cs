using System.Globalization;
using System.Runtime.InteropServices;
using RasterAnalysis.Checkpoints;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.TorchNetworks;

/// <summary>
/// Builds an ONNX graph of torch's layers out of the weights of a checkpoint. Weights go into a file beside the graph as they are met, so that no more than one layer's are in memory.
/// Layers compute what those of <c>torch.nn</c> do in <c>eval()</c>, with torch's defaults. Field numbers are those of ONNX's <c>onnx.proto</c>.
/// </summary>
/// <param name="weights">The weights.</param>
/// <param name="data">Receives them, one after the other.</param>
/// <param name="dataName">Name of that file, beside the graph's.</param>
internal sealed class TorchGraph(StateDictionary weights, Stream data, string dataName)
{
    private const int Float = 1;
    private const int IrVersion = 7;
    private const int Opset = 13;
    private const long MaxChannels = 1 << 16;
    private const string InputName = "input";
    private const string OutputName = "output";
    private readonly GraphWriter _graph = new();
    private int _count;

    /// <summary>The image that goes in.</summary>
    /// <param name="bands">Its bands.</param>
    public Feature Input(long bands)
    {
        _graph.Message.Message(11, GraphWriter.Value(InputName, Float, "batch", checked((int)bands), "rows", "columns"));
        return new Feature(InputName, bands);
    }

    /// <summary>A convolution (<c>Conv2d</c>), with its bias where it has one, weight norm worked in.</summary>
    /// <param name="x">What goes in; its channels and the weight's give the groups.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="stride">Pixels from one place to the next.</param>
    /// <param name="dilation">Pixels from one tap to the next.</param>
    /// <remarks>Padded so that with a stride of 1 the size stays.</remarks>
    public Feature Convolve(Feature x, string name, int stride = 1, int dilation = 1)
    {
        var isNormed = weights.Has($"{name}.weight_v");
        var shape = weights.ShapeOf(isNormed ? $"{name}.weight_v" : $"{name}.weight", 4);
        var (channels, inputs, rows, columns) = (shape[0], shape[1], shape[2], shape[3]);
        if (channels > MaxChannels || rows != columns || rows % 2 == 0 || rows > 63 || x.Channels % inputs != 0 || channels % (x.Channels / inputs) != 0)
        {
            throw new CheckpointFormatException(
                $"The convolution '{name}' [{string.Join(", ", shape)}] does not go with {x.Channels} channels.");
        }

        List<string> inputNames = [x.Name, Initializer($"{name}.weight", Kernel(name, isNormed, shape), [.. shape])];
        if (weights.Has($"{name}.bias"))
        {
            inputNames.Add(Initializer($"{name}.bias", weights.Take($"{name}.bias", channels), channels));
        }

        var border = dilation * (rows - 1) / 2;
        return new Feature(
            _graph.Node(
                "Conv", [.. inputNames], Next("conv"), GraphWriter.Ints("kernel_shape", [rows, columns]), GraphWriter.Ints("strides", [stride, stride]),
                GraphWriter.Ints("dilations", [dilation, dilation]), GraphWriter.Ints("pads", [border, border, border, border]), GraphWriter.Int("group", x.Channels / inputs)),
            channels);
    }

    /// <summary>A batch norm (<c>BatchNorm2d</c>) by its running statistics; torch's epsilon is ONNX's.</summary>
    public Feature BatchNorm(Feature x, string name)
    {
        string[] parts = [.. new[] { "weight", "bias", "running_mean", "running_var" }.Select(part =>
            Initializer($"{name}.{part}", weights.Take($"{name}.{part}", x.Channels), x.Channels))];
        return x with { Name = _graph.Node("BatchNormalization", [x.Name, .. parts], Next("norm")) };
    }

    public Feature Relu(Feature x) => x with { Name = _graph.Node("Relu", [x.Name], Next("relu")) };

    /// <summary>The largest of 3×3 pixels, every second one.</summary>
    public Feature MaxPool(Feature x) => x with
    {
        Name = _graph.Node(
            "MaxPool", [x.Name], Next("pool"), GraphWriter.Ints("kernel_shape", [3, 3]), GraphWriter.Ints("strides", [2, 2]), GraphWriter.Ints("pads", [1, 1, 1, 1])),
    };

    /// <summary>The mean of each channel over the whole image, one pixel.</summary>
    public Feature GlobalMean(Feature x) => x with { Name = _graph.Node("GlobalAveragePool", [x.Name], Next("mean")) };

    /// <summary>A sum of two images of the same shape.</summary>
    public Feature Add(Feature x, Feature y) => x.Channels == y.Channels
        ? x with { Name = _graph.Node("Add", [x.Name, y.Name], Next("sum")) }
        : throw new CheckpointFormatException($"{x.Channels} and {y.Channels} channels cannot be added; the weights are not those of one network.");

    /// <summary>Channels of one image after those of the others.</summary>
    public Feature Concat(params Feature[] parts) =>
        new(_graph.Node("Concat", [.. parts.Select(part => part.Name)], Next("concat"), GraphWriter.Int("axis", 1)), parts.Sum(part => part.Channels));

    /// <summary>Four channels become one of twice the size (<c>PixelShuffle</c>).</summary>
    public Feature PixelShuffle(Feature x) => x.Channels % 4 == 0
        ? new Feature(_graph.Node("DepthToSpace", [x.Name], Next("shuffle"), GraphWriter.Int("blocksize", 2), GraphWriter.Text("mode", "CRD")), x.Channels / 4)
        : throw new CheckpointFormatException($"{x.Channels} channels cannot be shuffled into pixels of twice the size.");

    /// <summary>Brought to another image's size by its nearest pixels (<c>interpolate</c>).</summary>
    public Feature ResizeNearest(Feature x, Feature like) => Resize(
        x, like, GraphWriter.Text("mode", "nearest"), GraphWriter.Text("coordinate_transformation_mode", "asymmetric"), GraphWriter.Text("nearest_mode", "floor"));

    /// <summary>Brought to another image's size between its pixels (<c>interpolate</c>, corners not aligned).</summary>
    public Feature ResizeBilinear(Feature x, Feature like) => Resize(
        x, like, GraphWriter.Text("mode", "linear"), GraphWriter.Text("coordinate_transformation_mode", "pytorch_half_pixel"));

    /// <summary>One pixel spread over another image's size.</summary>
    public Feature Spread(Feature x, Feature like)
    {
        // Expand takes the larger of each two lengths, so where x has channels it says 1
        var place = Next("place");
        _graph.Constant(place, [2, 3]);
        var one = Next("one");
        _graph.Constant(one, [1, 1]);
        var size = _graph.Node("Gather", [ShapeOf(like), place], Next("size"), GraphWriter.Int("axis", 0));
        return x with { Name = _graph.Node("Expand", [x.Name, _graph.Node("Concat", [one, size], Next("shape"), GraphWriter.Int("axis", 0))], Next("spread")) };
    }

    /// <summary>Completes the model.</summary>
    /// <param name="x">What comes out, a score for each channel.</param>
    /// <param name="notes">Metadata, by key.</param>
    /// <returns>The ONNX file.</returns>
    public byte[] Finish(Feature x, params (string Key, string Text)[] notes)
    {
        _graph.Node("Identity", [x.Name], OutputName);
        _graph.Message.Message(12, GraphWriter.Value(OutputName, Float, "batch", checked((int)x.Channels), "rows", "columns"));
        _graph.Message.Text(2, "network");
        var model = new ProtobufMessage().Int(1, IrVersion).Message(8, new ProtobufMessage().Text(1, "").Int(2, Opset)).Message(7, _graph.Message);
        Array.ForEach(notes, note => model.Message(14, new ProtobufMessage().Text(1, note.Key).Text(2, note.Text)));
        return model.ToArray();
    }

    /// <summary>Weight norm (<c>torch.nn.utils.weight_norm</c>): <c>g · v ÷ |v|</c> for each channel that comes out.</summary>
    private float[] Kernel(string name, bool isNormed, IReadOnlyList<long> shape)
    {
        if (!isNormed)
        {
            return weights.Take($"{name}.weight", [.. shape]);
        }

        var lengths = weights.Take($"{name}.weight_g", shape[0], 1, 1, 1);
        var kernel = weights.Take($"{name}.weight_v", [.. shape]);
        var size = kernel.Length / lengths.Length;
        for (var channel = 0; channel < lengths.Length; channel++)
        {
            var own = kernel.AsSpan(channel * size, size);
            var squares = 0.0;
            foreach (var value in own)
            {
                squares += (double)value * value;
            }

            var factor = lengths[channel] / Math.Sqrt(squares);
            for (var i = 0; i < own.Length; i++)
            {
                own[i] = (float)(own[i] * factor);
            }
        }

        return kernel;
    }

    private Feature Resize(Feature x, Feature like, params ProtobufMessage[] how)
    {
        // sizes: x's own batch and channels, the other's rows and columns
        var (first, last) = (Next("place"), Next("place"));
        _graph.Constant(first, [0, 1]);
        _graph.Constant(last, [2, 3]);
        var own = _graph.Node("Gather", [ShapeOf(x), first], Next("size"), GraphWriter.Int("axis", 0));
        var others = _graph.Node("Gather", [ShapeOf(like), last], Next("size"), GraphWriter.Int("axis", 0));
        var sizes = _graph.Node("Concat", [own, others], Next("shape"), GraphWriter.Int("axis", 0));
        return x with { Name = _graph.Node("Resize", [x.Name, "", "", sizes], Next("resize"), how) };
    }

    private string ShapeOf(Feature x) => _graph.Node("Shape", [x.Name], Next("shape"));

    private string Next(string word) => string.Create(CultureInfo.InvariantCulture, $"{word}{_count++}");

    private string Initializer(string name, float[] values, params ReadOnlySpan<long> shape)
    {
        var tensor = new ProtobufMessage();
        foreach (var length in shape)
        {
            tensor.Int(1, length);
        }

        tensor.Int(2, Float).Text(8, name);
        foreach (var (key, text) in new[] { ("location", dataName), ("offset", $"{data.Position}"), ("length", $"{(long)values.Length * sizeof(float)}") })
        {
            tensor.Message(13, new ProtobufMessage().Text(1, key).Text(2, text));
        }

        data.Write(MemoryMarshal.AsBytes<float>(values));
        _graph.Message.Message(5, tensor.Int(14, 1));
        return name;
    }
}
