using System.Buffers.Binary;
using System.Globalization;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>
/// Writes an ONNX file anew with parts of its graph in floating-point numbers of 16 bits, by <c>Cast</c> where they begin and end. The network's inputs and outputs stay as they are. Field numbers are
/// those of ONNX's <c>onnx.proto</c>.
/// </summary>
internal sealed class HalfModel
{
    // numbers of TensorProto.DataType
    private const int Float = 1;
    private const int Float16 = 10;

    private readonly byte[] _file;
    private readonly HalfGraph _graph;
    private readonly HashSet<string> _allowed;
    private readonly GraphWriter _writer = new();
    private readonly string _prefix;
    private readonly HashSet<HalfUnit> _chosen = [];
    private readonly HashSet<OnnxNode> _inside = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _needed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _halves = new(StringComparer.Ordinal);
    private int _count;

    private HalfModel(byte[] file, OnnxModel model, string folder, HalfQuantization quantization, IReadOnlyCollection<string> kept)
    {
        (_file, _allowed) = (file, new HashSet<string>(quantization.Tensors, StringComparer.Ordinal));
        _graph = new HalfGraph(model, new OnnxWeights(file, model.Graph, folder), kept);
        _prefix = FreePrefix.Of(file, "half");
        Choose();
    }

    /// <summary>Writes the file.</summary>
    /// <inheritdoc cref="NetworkQuantization.Write"/>
    public static byte[] Write(byte[] file, string folder, HalfQuantization quantization, IReadOnlyCollection<string> kept)
    {
        file = WrittenModel.Flat(file, out var model);
        return GraphCopy.WithGraph(file, new HalfModel(file, model, folder, quantization, kept).Graph()).ToArray();
    }

    /// <summary>How many of a network's convolutions and products of matrices compute in 16 bits.</summary>
    /// <inheritdoc cref="NetworkQuantization.Write"/>
    public static (int Halved, int All) ShareOf(byte[] file, string folder, HalfQuantization quantization, IReadOnlyCollection<string> kept)
    {
        file = WrittenModel.Flat(file, out var model);
        return (new HalfModel(file, model, folder, quantization, kept)._chosen.Count(unit => HalfGraph.IsMultiplying(unit.Node)), model.Graph.Nodes.Count(HalfGraph.IsMultiplying));
    }

    private void Choose()
    {
        var inHalves = new HashSet<string>(StringComparer.Ordinal);
        foreach (var unit in _graph.Units)
        {
            string[] inputs = [.. _graph.InputsOf(unit)];
            var passes = unit.Kind == HalfKind.Passing;
            if ((unit.Kind == HalfKind.Multiplying || inputs.Any(inHalves.Contains)) && inputs.All(_allowed.Contains) && (passes || unit.Outputs.All(_allowed.Contains))
                && _graph.ConstantsOf(unit) is not null)
            {
                _chosen.Add(unit);
                inHalves.UnionWith(unit.Outputs);

                // what only passes on is as large as what it takes, whatever it is called: a network that is cut has more of it than the one that was looked at
                _allowed.UnionWith(passes ? unit.Outputs : []);
            }
        }

        _inside.UnionWith(_chosen.SelectMany(unit => new[] { unit.Node, unit.Norm }).OfType<OnnxNode>());
        _needed.UnionWith(_graph.Nodes.Where(node => !_inside.Contains(node)).SelectMany(node => node.Inputs));
        _needed.UnionWith(inHalves.Where(_graph.IsKept));
    }

    private ProtobufMessage Graph()
    {
        GraphCopy.CopyGraph(_file, _graph.Nodes, _inside, WriteEndingAt, _writer);
        return _writer.Message;
    }

    private void WriteEndingAt(int place)
    {
        if (_graph.EndingAt(place) is { } unit && _chosen.Contains(unit))
        {
            Write(unit);
        }
    }

    private void Write(HalfUnit unit)
    {
        var constants = _graph.ConstantsOf(unit)!;
        var inputs = unit.Node.Inputs.Index().Select(input => constants.TryGetValue(input.Index, out var constant) ? Constant(constant.Shape, constant.Values)
            : unit.Numbers.Contains(input.Index) ? Half(input.Item) : input.Item).ToList();

        // a convolution without a bias has one of its normalisation
        if (unit.Norm is not null && inputs.Count == 2)
        {
            inputs.Add(Constant(constants[2].Shape, constants[2].Values));
        }

        string[] outputs = [.. unit.Outputs.Select(_ => Name())];
        GraphCopy.WriteNode(_file, unit.Node, inputs, outputs, _writer);
        foreach (var (output, half) in unit.Outputs.Zip(outputs))
        {
            _halves[output] = half;
            if (_needed.Contains(output))
            {
                _writer.Node("Cast", [half], output, GraphWriter.Int("to", Float));
            }
        }
    }

    /// <summary>A tensor in 16 bits; turned into them once, however many nodes take it.</summary>
    private string Half(string tensor)
    {
        if (!_halves.TryGetValue(tensor, out var half))
        {
            _halves[tensor] = half = _writer.Node("Cast", [tensor], Name(), GraphWriter.Int("to", Float16));
        }

        return half;
    }

    private string Constant(int[] shape, float[] values)
    {
        var raw = new byte[values.Length * 2];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(raw.AsSpan(i * 2), (Half)values[i]);
        }

        return _writer.Constant(Name(), Float16, shape, raw);
    }

    private string Name() => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{_count++}");
}
