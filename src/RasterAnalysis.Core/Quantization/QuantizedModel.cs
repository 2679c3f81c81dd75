using System.Globalization;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>
/// Writes an ONNX file anew with parts of its graph in bytes, by <c>QuantizeLinear</c> and <c>DequantizeLinear</c> around the nodes, which ONNX Runtime makes nodes over bytes of. Nodes that only pass
/// numbers on take the bytes themselves. Weights have a scale for each output channel. Field numbers are those of ONNX's <c>onnx.proto</c>.
/// </summary>
internal sealed class QuantizedModel
{
    private const string Microsoft = "com.microsoft";

    // the first version whose DequantizeLinear has a scale for each channel
    private const long ScalesOfChannels = 13;

    private readonly byte[] _file;
    private readonly ByteQuantization _quantization;
    private readonly QuantizableGraph _graph;
    private readonly QuantizedWeights _weights;
    private readonly GraphWriter _writer = new();
    private readonly string _prefix;
    private readonly string _domain;
    // a part of a concatenation that would have a thirtieth of the steps, eight or so, is lost in it
    private const float MostCoarser = 32;

    private readonly HashSet<QuantizableUnit> _chosen = [];
    private readonly HashSet<string> _coarse = new(StringComparer.Ordinal);
    private readonly HashSet<OnnxNode> _inside = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _needed = [];
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _bytes = new(StringComparer.Ordinal);
    private readonly Dictionary<QuantizedTensor, (string Scale, string Zero)> _scales = [];
    private int _count;

    private QuantizedModel(byte[] file, OnnxModel model, string folder, ByteQuantization quantization, IReadOnlyCollection<string> kept)
    {
        (_file, _quantization) = (file, quantization);
        var weights = new OnnxWeights(file, model.Graph, folder);
        _graph = new QuantizableGraph(model, weights, kept);
        _prefix = FreePrefix.Of(file, "quantized");
        _domain = model.Opset >= ScalesOfChannels ? "" : Microsoft;
        _weights = new QuantizedWeights(_graph, weights, quantization.WeightLimit, quantization.PairLimit);
    }

    /// <summary>Writes the file.</summary>
    /// <param name="file">The ONNX file, narrowed or as it is; without loops and branches (<see cref="QuantizationPlanner"/>).</param>
    /// <param name="folder">Folder in which files that hold weights lie.</param>
    /// <param name="quantization">What is quantised, and how.</param>
    /// <param name="kept">Tensors that are read though they are no outputs.</param>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    /// <exception cref="IOException">A file of weights cannot be read.</exception>
    public static byte[] Write(byte[] file, string folder, ByteQuantization quantization, IReadOnlyCollection<string> kept)
    {
        file = WrittenModel.Flat(file, out var model);
        var result = GraphCopy.WithGraph(file, new QuantizedModel(file, model, folder, quantization, kept).Graph());
        if (OperatorSet.VersionOf(model.OperatorSets, Microsoft) == 0)
        {
            result.Message(8, new ProtobufMessage().Text(1, Microsoft).Int(2, 1));
        }

        return result.ToArray();
    }

    private ProtobufMessage Graph()
    {
        Choose();
        GraphCopy.CopyGraph(_file, _graph.Nodes, _inside, WriteEndingAt, _writer);
        return _writer.Message;
    }

    /// <summary>Which units compute in bytes, and whose results are needed as numbers too.</summary>
    private void Choose()
    {
        var inBytes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var unit in _graph.Units)
        {
            if (unit.Kind == QuantizableKind.Passing)
            {
                _sources[unit.Output] = unit.Node.Inputs[0];
            }

            if (unit.Kind == QuantizableKind.Concatenation && ScaleOf(unit.Output) is { } all && unit.Inputs.Any(input => all.Scale > MostCoarser * ScaleOf(input)?.Scale))
            {
                _coarse.Add(unit.Output);
            }

            var isChosen = unit.Kind == QuantizableKind.Passing
                ? inBytes.Contains(unit.Node.Inputs[0])
                : _quantization.Tensors.ContainsKey(unit.Output) && !_coarse.Contains(unit.Output) && unit.Inputs.All(IsToBeHad) && _weights.Take(unit);
            if (isChosen)
            {
                _chosen.Add(unit);
                inBytes.Add(unit.Output);
            }
        }

        _inside.UnionWith(_chosen.SelectMany(unit => new[] { unit.Node, unit.Norm, unit.Activation }).OfType<OnnxNode>());
        _needed.UnionWith(_graph.Nodes.Where(node => !_inside.Contains(node)).SelectMany(node => node.Inputs));
        _needed.UnionWith(inBytes.Where(_graph.IsKept));

        bool IsToBeHad(string input) => inBytes.Contains(input) || (ScaleOf(input) is not null && !_coarse.Contains(RootOf(input)));
    }

    private void WriteEndingAt(int place)
    {
        if (_graph.EndingAt(place) is { } unit && _chosen.Contains(unit))
        {
            Write(unit);
        }
    }

    private void Write(QuantizableUnit unit)
    {
        var output = unit.Output;
        if (unit.Kind == QuantizableKind.Passing)
        {
            _bytes[output] = Node(unit.Node, [Bytes(unit.Node.Inputs[0]), .. unit.Node.Inputs.Skip(1)]);
        }
        else
        {
            _bytes[output] = unit.Kind switch
            {
                QuantizableKind.Convolution => Computed(unit, Node(unit.Node, [Numbers(unit.Node.Inputs[0]), .. Weights(unit)])),
                QuantizableKind.TransposedConvolution => Transposed(unit),
                _ => Computed(unit, Node(unit.Node, [.. unit.Node.Inputs.Select(Numbers)])),
            };
        }

        if (_needed.Contains(output))
        {
            Dequantize(_bytes[output], ScaleOf(output)!.Value, output);
        }
    }

    private string Computed(QuantizableUnit unit, string numbers) =>
        Quantize(unit.Activation is { } activation ? Node(activation, [numbers, .. activation.Inputs.Skip(1)]) : numbers, ScaleOf(unit.Output)!.Value);

    /// <summary>
    /// A convolution over pixels for each row of the blocks, whose channels are the pixels of that row. With channels last, as ONNX Runtime has bytes between convolutions, to lay them side by side is
    /// no work, and to lay rows one below the other is a copy of whole rows; its <c>DepthToSpace</c> moves byte for byte.
    /// </summary>
    private string Transposed(QuantizableUnit unit)
    {
        var shape = _graph.ShapeOf(unit.Node.Input(1))!;
        var (channels, side) = (shape[1], shape[2]);
        var rows = new string[side];
        string sizes = "";
        for (var row = 0; row < side; row++)
        {
            var weights = _weights.Write(unit, ScaleOf(unit.Node.Inputs[0])!.Value.Scale, _writer, _domain, Name, (row * side * channels)..((row + 1) * side * channels));
            var bytes = Computed(unit, _writer.Node("Conv", [Numbers(unit.Node.Inputs[0]), .. weights], Name()));
            var last = _writer.Node("Transpose", [bytes], Name(), GraphWriter.Ints("perm", [0, 2, 3, 1]));
            var wide = _writer.Node("Reshape", [last, _writer.Constant(Name(), [0, 0, -1, channels])], Name());
            sizes = row == 0 ? _writer.Node("Shape", [wide], Name()) : sizes;
            rows[row] = _writer.Node("Reshape", [wide, _writer.Constant(Name(), [0, 0, 1, -1])], Name());
        }

        var all = _writer.Node("Concat", rows, Name(), GraphWriter.Int("axis", 2));
        var image = _writer.Node("Reshape", [all, _writer.Node("Mul", [sizes, _writer.Constant(Name(), [1, side, 1, 1])], Name())], Name());

        // its channels do not follow from how it is made, and without this ONNX Runtime (1.31) left the convolutions behind it with channels first
        _writer.Message.Message(13, GraphWriter.Value(image, QuantizedWeights.UInt8, image + "n", image + "h", image + "w", channels));
        return _writer.Node("Transpose", [image], Name(), GraphWriter.Ints("perm", [0, 3, 1, 2]));
    }

    /// <summary>The tensor that one is a part of.</summary>
    private string RootOf(string tensor) => _sources.TryGetValue(tensor, out var source) ? RootOf(source) : tensor;

    /// <summary>The scale of a tensor; that of what it is a part of, where it only passes on.</summary>
    private QuantizedTensor? ScaleOf(string tensor) => _quantization.Tensors.TryGetValue(tensor, out var scale) ? scale : _sources.TryGetValue(tensor, out var source) ? ScaleOf(source) : null;

    private string Bytes(string tensor)
    {
        if (!_bytes.TryGetValue(tensor, out var bytes))
        {
            _bytes[tensor] = bytes = Quantize(tensor, ScaleOf(tensor)!.Value);
        }

        return bytes;
    }

    /// <summary>A tensor out of its bytes, for one node alone: so ONNX Runtime sees that the node can take the bytes.</summary>
    private string Numbers(string tensor) => Dequantize(Bytes(tensor), ScaleOf(tensor)!.Value, Name());

    private string Quantize(string tensor, QuantizedTensor scale)
    {
        var (step, zero) = Constants(scale);
        return _writer.Node("QuantizeLinear", _domain, [tensor, step, zero], Name());
    }

    private string Dequantize(string bytes, QuantizedTensor scale, string name)
    {
        var (step, zero) = Constants(scale);
        return _writer.Node("DequantizeLinear", _domain, [bytes, step, zero], name);
    }

    private (string Scale, string Zero) Constants(QuantizedTensor scale)
    {
        if (!_scales.TryGetValue(scale, out var names))
        {
            names = (_writer.Constant(Name(), QuantizedWeights.Float, [], QuantizedWeights.Raw([scale.Scale])), _writer.Constant(Name(), QuantizedWeights.UInt8, [], [scale.ZeroPoint]));
            _scales[scale] = names;
        }

        return names;
    }

    private string[] Weights(QuantizableUnit unit) => _weights.Write(unit, ScaleOf(unit.Node.Inputs[0])!.Value.Scale, _writer, _domain, Name);

    /// <summary>A node of the file with other inputs, and an output of its own.</summary>
    private string Node(OnnxNode node, string[] inputs)
    {
        var output = Name();
        GraphCopy.WriteNode(_file, node, inputs, [output], _writer);
        return output;
    }

    private string Name() => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{_count++}");
}
