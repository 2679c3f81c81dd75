using System.Globalization;
using System.Text;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.PixelNetworks;

/// <summary>
/// Writes a network over pixels anew as a network over images of radius 0 and stride 1: <c>[batch, bands, rows, columns]</c> in, <c>[batch, 1, rows, columns]</c> class values or
/// <c>[batch, rows, columns, classes]</c> scores out. Its own nodes stay as they lie in the file, but for the labels of its classifier, and what only served outputs that are no longer
/// there. Field numbers are those of ONNX's <c>onnx.proto</c>.
/// </summary>
internal sealed class ImageNetworkWriter
{
    private const int Int64 = 7;
    private const string MachineLearning = "ai.onnx.ml";

    // numbers of AttributeProto.AttributeType
    private const int IntType = 2;
    private const int TensorType = 4;
    private const int IntsType = 7;
    private const int TextsType = 8;
    private readonly byte[] _file;
    private readonly OnnxModel _model;
    private readonly PixelNetwork _network;
    private readonly int _bands;
    private readonly PixelClasses _classes;
    private readonly string _prefix;
    private readonly ProtobufMessage _graph = new();

    private ImageNetworkWriter(byte[] file, OnnxModel model, PixelNetwork network, int bands, PixelClasses classes)
    {
        (_file, _model, _network, _bands, _classes) = (file, model, network, bands, classes);
        _prefix = FreePrefix(file);
    }

    /// <summary>Writes the file.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="network">What it is.</param>
    /// <param name="bands">Bands of a row.</param>
    /// <param name="classes">Which class values its labels stand for.</param>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    public static byte[] Write(byte[] file, PixelNetwork network, int bands, PixelClasses classes)
    {
        using var stream = new MemoryStream(file, writable: false);
        var model = OnnxModelReader.Read(stream);
        stream.Position = 0;
        var (reader, result) = (new ProtobufReader(stream), new ProtobufMessage());
        while (Next(reader, out var start, out var field, out var wire))
        {
            if (field == 7)
            {
                var writer = new ImageNetworkWriter(file, model, network, bands, classes);
                result.Message(7, reader.ReadMessage(writer.Graph));
            }
            else
            {
                reader.Skip(wire);
                result.Raw(file.AsMemory((int)start, (int)(reader.Position - start)));
            }
        }

        return model.Opset > 0 ? result.ToArray() : result.Message(8, new ProtobufMessage().Text(1, "").Int(2, 13)).ToArray();
    }

    private string Name(string name) => _prefix + name;

    private ProtobufMessage Graph(ProtobufReader reader)
    {
        WriteInput();
        var (left, classifier) = (Unneeded(), _network.Classifier?.Source);
        while (Next(reader, out var start, out var field, out var wire))
        {
            if (field == 1)
            {
                var node = reader.ReadMessage(r => r.Rest);
                if (classifier is { } own && own.Start == node.Start && own.End == node.End && _classes.Values is not null)
                {
                    _graph.Message(1, Relabelled(node));
                }
                else if (!left.Contains(node.Start))
                {
                    _graph.Raw(_file.AsMemory((int)start, (int)(reader.Position - start)));
                }
            }
            else if (field is 11 && reader.ReadMessage(OnnxValueReader.Read).Name is var input)
            {
                if (input != _network.Input.Name)
                {
                    _graph.Raw(_file.AsMemory((int)start, (int)(reader.Position - start)));
                }
            }
            else
            {
                // outputs, and shapes that exporters note for tensors in between, would no longer be right
                reader.Skip(wire);
                _graph.Raw(field is 12 or 13 ? default : _file.AsMemory((int)start, (int)(reader.Position - start)));
            }
        }

        WriteOutput();
        return _graph;
    }

    /// <summary>Nodes on which nothing that is read depends: lists of maps, other outputs, casts behind labels.</summary>
    private HashSet<long> Unneeded()
    {
        // in the bodies of functions tensors have other names
        if (_model.Functions.Count > 0)
        {
            return [.. _model.Graph.Nodes.Where(node => node.OpType == "ZipMap" && node.Source is not null).Select(node => node.Source!.Value.Start)];
        }

        var needed = new HashSet<string>(StringComparer.Ordinal) { _network.Tensor };
        var left = new HashSet<long>();
        foreach (var node in _model.Graph.Nodes.Reverse())
        {
            if (node.Outputs.Any(needed.Contains))
            {
                needed.UnionWith(node.Inputs);
                needed.UnionWith(node.Attributes.SelectMany(attribute => Captured(attribute.Graph)));
            }
            else if (node.Source is { } source)
            {
                left.Add(source.Start);
            }
        }

        return left;
    }

    private static IEnumerable<string> Captured(OnnxGraph? body) =>
        body is null ? [] : body.Nodes.SelectMany(node => node.Inputs.Concat(node.Attributes.SelectMany(attribute => Captured(attribute.Graph)))).Concat(body.Outputs);

    /// <summary>The rows of a tile, pixel after pixel.</summary>
    private void WriteInput()
    {
        _graph.Message(11, Value(Name("image"), _network.Input.ElementType, "batch", _bands, "rows", "columns"));
        Node("Transpose", [Name("image")], Name("pixels"), Ints("perm", [0, 2, 3, 1]));
        Constant(Name("rows"), [-1, _bands]);
        Node("Reshape", [Name("pixels"), Name("rows")], _network.Input.Name);
    }

    /// <summary>The classifier with the classes' own values as its labels.</summary>
    private ProtobufMessage Relabelled(FilePart part)
    {
        using var stream = new MemoryStream(_file, (int)part.Start, (int)(part.End - part.Start), writable: false);
        var (reader, result) = (new ProtobufReader(stream), new ProtobufMessage());
        while (Next(reader, out var start, out var field, out var wire))
        {
            var isLabels = field == 5 && reader.ReadMessage(AttributeName).StartsWith("classlabels_", StringComparison.Ordinal);
            if (field != 5)
            {
                reader.Skip(wire);
            }

            result.Raw(isLabels ? default : _file.AsMemory((int)(part.Start + start), (int)(reader.Position - start)));
        }

        var name = _network.Classifier!.OpType == "TreeEnsembleClassifier" ? "classlabels_int64s" : "classlabels_ints";
        return result.Message(5, Ints(name, [.. _classes.Values!]));
    }

    private static string AttributeName(ProtobufReader reader)
    {
        var name = "";
        while (reader.TryReadField(out var field, out var wire))
        {
            if (field == 1)
            {
                name = reader.ReadString();
            }
            else
            {
                reader.Skip(wire);
            }
        }

        return name;
    }

    private void WriteOutput()
    {
        Node("Shape", [Name("image")], Name("shape"));
        Constant(Name("first"), [0]);
        Constant(Name("places"), [2, 3]);
        Node("Gather", [Name("shape"), Name("first")], Name("batch"));
        Node("Gather", [Name("shape"), Name("places")], Name("size"));
        if (_network.Kind == PixelOutput.Scores)
        {
            Constant(Name("channels"), [-1]);
            Node("Concat", [Name("batch"), Name("size"), Name("channels")], Name("target"), Int("axis", 0));
            Node("Reshape", [Scores(), Name("target")], Name("output"));
            var type = _model.Graph.Declared.GetValueOrDefault(_network.Tensor)?.ElementType is > 0 and var declared ? declared : 1;
            _graph.Message(12, Value(Name("output"), type, "batch", "rows", "columns", _classes.Channels is { } count ? count : "classes"));
            return;
        }

        Constant(Name("channels"), [1]);
        Node("Concat", [Name("batch"), Name("channels"), Name("size")], Name("target"), Int("axis", 0));
        Node("Reshape", [Labels(), Name("target")], Name("output"));
        _graph.Message(12, Value(Name("output"), Int64, "batch", 1, "rows", "columns"));
    }

    /// <summary>Scores in the order of the package's classes.</summary>
    private string Scores()
    {
        if (_classes.Order is not { } order)
        {
            return _network.Tensor;
        }

        Constant(Name("order"), [.. order.Select(place => (long)place)]);
        Node("Gather", [_network.Tensor, Name("order")], Name("ordered"), Int("axis", 1));
        return Name("ordered");
    }

    /// <summary>Class values, whole numbers of 64 bits.</summary>
    private string Labels()
    {
        if (_network.Classifier is not null && _classes.Values is not null)
        {
            return _network.Tensor;
        }

        if (_network.Kind == PixelOutput.Label)
        {
            Node("Cast", [_network.Tensor], Name("place"), Int("to", Int64));
            return _classes.Values is null ? Name("place") : Look(_classes.Values);
        }

        // the first version of the encoder gives places of its list, and the last element of the table is for texts that are not in it
        if (OperatorSet.VersionOf(_model.OperatorSets, MachineLearning) < 2)
        {
            Node("LabelEncoder", MachineLearning, [_network.Tensor], Name("place"), Texts("classes_strings", _classes.Texts!), Int("default_int64", -1));
            return Look([.. _classes.Values!, -1]);
        }

        Node(
            "LabelEncoder", MachineLearning, [_network.Tensor], Name("label"),
            Texts("keys_strings", _classes.Texts!), Ints("values_int64s", [.. _classes.Values!]), Int("default_int64", -1));
        return Name("label");
    }

    /// <summary>The class value at each place.</summary>
    private string Look(IReadOnlyList<long> values)
    {
        Constant(Name("values"), [.. values]);
        Node("Gather", [Name("values"), Name("place")], Name("label"), Int("axis", 0));
        return Name("label");
    }

    private void Node(string type, string[] inputs, string output, params ProtobufMessage[] attributes) => Node(type, "", inputs, output, attributes);

    private void Node(string type, string domain, string[] inputs, string output, params ProtobufMessage[] attributes)
    {
        var node = new ProtobufMessage();
        Array.ForEach(inputs, input => node.Text(1, input));
        node.Text(2, output).Text(3, output).Text(4, type).Text(7, domain);
        Array.ForEach(attributes, attribute => node.Message(5, attribute));
        _graph.Message(1, node);
    }

    /// <summary>A node rather than an initializer, which older files have to list among the inputs.</summary>
    private void Constant(string name, long[] values)
    {
        var tensor = new ProtobufMessage().Int(1, values.Length).Int(2, Int64);
        Array.ForEach(values, value => tensor.Int(7, value));
        Node("Constant", [], name, new ProtobufMessage().Text(1, "value").Message(5, tensor).Int(20, TensorType));
    }

    private static ProtobufMessage Int(string name, long value) => new ProtobufMessage().Text(1, name).Int(3, value).Int(20, IntType);

    private static ProtobufMessage Ints(string name, long[] values)
    {
        var attribute = new ProtobufMessage().Text(1, name);
        Array.ForEach(values, value => attribute.Int(8, value));
        return attribute.Int(20, IntsType);
    }

    private static ProtobufMessage Texts(string name, IEnumerable<string> values)
    {
        var attribute = new ProtobufMessage().Text(1, name);
        foreach (var value in values)
        {
            attribute.Text(9, value);
        }

        return attribute.Int(20, TextsType);
    }

    private static ProtobufMessage Value(string name, int type, params object[] lengths)
    {
        var shape = new ProtobufMessage();
        foreach (var length in lengths)
        {
            shape.Message(1, length is int known ? new ProtobufMessage().Int(1, known) : new ProtobufMessage().Text(2, (string)length));
        }

        return new ProtobufMessage().Text(1, name).Message(2, new ProtobufMessage().Message(1, new ProtobufMessage().Int(1, type).Message(2, shape)));
    }

    private static bool Next(ProtobufReader reader, out long start, out int field, out ProtobufReader.WireType wire)
    {
        start = reader.Position;
        return reader.TryReadField(out field, out wire);
    }

    /// <summary>What no tensor's name in the file begins with.</summary>
    private static string FreePrefix(ReadOnlySpan<byte> file)
    {
        for (var i = 0; ; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"image{i}:");
            if (file.IndexOf(Encoding.UTF8.GetBytes(prefix)) < 0)
            {
                return prefix;
            }
        }
    }
}
