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
    private readonly byte[] _file;
    private readonly OnnxModel _model;
    private readonly PixelNetwork _network;
    private readonly int _bands;
    private readonly PixelClasses _classes;
    private readonly string _prefix;
    private readonly GraphWriter _graph = new();

    private ImageNetworkWriter(byte[] file, OnnxModel model, PixelNetwork network, int bands, PixelClasses classes)
    {
        (_file, _model, _network, _bands, _classes) = (file, model, network, bands, classes);
        _prefix = FreePrefix.Of(file, "image");
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
        while (reader.TryReadField(out var start, out var field, out var wire))
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
        while (reader.TryReadField(out var start, out var field, out var wire))
        {
            if (field == 1)
            {
                var node = reader.ReadMessage(r => r.Rest);
                if (classifier is { } own && own.Start == node.Start && own.End == node.End && _classes.Values is not null)
                {
                    _graph.Message.Message(1, Relabelled(node));
                }
                else if (!left.Contains(node.Start))
                {
                    _graph.Message.Raw(_file.AsMemory((int)start, (int)(reader.Position - start)));
                }
            }
            else if (field is 11 && reader.ReadMessage(OnnxValueReader.Read).Name is var input)
            {
                if (input != _network.Input.Name)
                {
                    _graph.Message.Raw(_file.AsMemory((int)start, (int)(reader.Position - start)));
                }
            }
            else
            {
                // outputs, and shapes that exporters note for tensors in between, would no longer be right
                reader.Skip(wire);
                _graph.Message.Raw(field is 12 or 13 ? default : _file.AsMemory((int)start, (int)(reader.Position - start)));
            }
        }

        WriteOutput();
        return _graph.Message;
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
        _graph.Message.Message(11, GraphWriter.Value(Name("image"), _network.Input.ElementType, "batch", _bands, "rows", "columns"));
        _graph.Node("Transpose", [Name("image")], Name("pixels"), GraphWriter.Ints("perm", [0, 2, 3, 1]));
        _graph.Constant(Name("rows"), [-1, _bands]);
        _graph.Node("Reshape", [Name("pixels"), Name("rows")], _network.Input.Name);
    }

    /// <summary>The classifier with the classes' own values as its labels.</summary>
    private ProtobufMessage Relabelled(FilePart part)
    {
        using var stream = new MemoryStream(_file, (int)part.Start, (int)(part.End - part.Start), writable: false);
        var (reader, result) = (new ProtobufReader(stream), new ProtobufMessage());
        while (reader.TryReadField(out var start, out var field, out var wire))
        {
            var isLabels = field == 5 && reader.ReadMessage(AttributeName).StartsWith("classlabels_", StringComparison.Ordinal);
            if (field != 5)
            {
                reader.Skip(wire);
            }

            result.Raw(isLabels ? default : _file.AsMemory((int)(part.Start + start), (int)(reader.Position - start)));
        }

        var name = _network.Classifier!.OpType == "TreeEnsembleClassifier" ? "classlabels_int64s" : "classlabels_ints";
        return result.Message(5, GraphWriter.Ints(name, [.. _classes.Values!]));
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
        _graph.Node("Shape", [Name("image")], Name("shape"));
        _graph.Constant(Name("first"), [0]);
        _graph.Constant(Name("places"), [2, 3]);
        _graph.Node("Gather", [Name("shape"), Name("first")], Name("batch"));
        _graph.Node("Gather", [Name("shape"), Name("places")], Name("size"));
        if (_network.Kind == PixelOutput.Scores)
        {
            _graph.Constant(Name("channels"), [-1]);
            _graph.Node("Concat", [Name("batch"), Name("size"), Name("channels")], Name("target"), GraphWriter.Int("axis", 0));
            _graph.Node("Reshape", [Scores(), Name("target")], Name("output"));
            var type = _model.Graph.Declared.GetValueOrDefault(_network.Tensor)?.ElementType is > 0 and var declared ? declared : 1;
            _graph.Message.Message(12, GraphWriter.Value(Name("output"), type, "batch", "rows", "columns", _classes.Channels is { } count ? count : "classes"));
            return;
        }

        _graph.Constant(Name("channels"), [1]);
        _graph.Node("Concat", [Name("batch"), Name("channels"), Name("size")], Name("target"), GraphWriter.Int("axis", 0));
        _graph.Node("Reshape", [Labels(), Name("target")], Name("output"));
        _graph.Message.Message(12, GraphWriter.Value(Name("output"), Int64, "batch", 1, "rows", "columns"));
    }

    /// <summary>Scores in the order of the package's classes.</summary>
    private string Scores()
    {
        if (_classes.Order is not { } order)
        {
            return _network.Tensor;
        }

        _graph.Constant(Name("order"), [.. order.Select(place => (long)place)]);
        _graph.Node("Gather", [_network.Tensor, Name("order")], Name("ordered"), GraphWriter.Int("axis", 1));
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
            _graph.Node("Cast", [_network.Tensor], Name("place"), GraphWriter.Int("to", Int64));
            return _classes.Values is null ? Name("place") : Look(_classes.Values);
        }

        // the first version of the encoder gives places of its list, and the last element of the table is for texts that are not in it
        if (OperatorSet.VersionOf(_model.OperatorSets, MachineLearning) < 2)
        {
            _graph.Node("LabelEncoder", MachineLearning, [_network.Tensor], Name("place"), GraphWriter.Texts("classes_strings", _classes.Texts!), GraphWriter.Int("default_int64", -1));
            return Look([.. _classes.Values!, -1]);
        }

        _graph.Node(
            "LabelEncoder", MachineLearning, [_network.Tensor], Name("label"),
            GraphWriter.Texts("keys_strings", _classes.Texts!), GraphWriter.Ints("values_int64s", [.. _classes.Values!]), GraphWriter.Int("default_int64", -1));
        return Name("label");
    }

    /// <summary>The class value at each place.</summary>
    private string Look(IReadOnlyList<long> values)
    {
        _graph.Constant(Name("values"), [.. values]);
        _graph.Node("Gather", [Name("values"), Name("place")], Name("label"), GraphWriter.Int("axis", 0));
        return Name("label");
    }
}
