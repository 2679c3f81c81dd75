namespace RasterAnalysis.Onnx;

/// <summary>Reads the graphs of an ONNX file, the bodies of its functions too, and counts their nodes. Field numbers are those of ONNX's <c>onnx.proto</c>.</summary>
internal sealed class OnnxGraphReader
{
    private readonly HashSet<string> _externalFiles = new(StringComparer.Ordinal);
    private int _nodes;

    /// <summary>Files that hold weights, as the network writes them.</summary>
    public IReadOnlyCollection<string> ExternalFiles => _externalFiles;

    public OnnxGraph ReadGraph(ProtobufReader reader)
    {
        var nodes = new List<OnnxNode>();
        var initializers = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal);
        var (inputs, outputs) = (new List<string>(), new List<string>());
        var declared = new Dictionary<string, OnnxValue>(StringComparer.Ordinal);
        string Declare()
        {
            var value = reader.ReadMessage(OnnxValueReader.Read);
            declared[value.Name] = value;
            return value.Name;
        }

        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    nodes.Add(reader.ReadMessage(ReadNode));
                    break;
                case 5:
                    var tensor = reader.ReadMessage(r => OnnxTensorReader.Read(r, _externalFiles));
                    initializers[tensor.Name] = tensor;
                    break;
                case 11:
                    inputs.Add(Declare());
                    break;
                case 12:
                    outputs.Add(Declare());
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        // before IR version 4 constants were listed among the inputs too
        return new OnnxGraph(nodes, initializers, [.. inputs.Where(name => !initializers.ContainsKey(name))], outputs) { Declared = declared };
    }

    public OnnxNode ReadNode(ProtobufReader reader)
    {
        if (++_nodes > OnnxGraph.MaxNodes)
        {
            throw new OnnxFormatException($"The network has more than {OnnxGraph.MaxNodes} nodes, which no pixel network has.");
        }

        var source = reader.Rest;
        var (name, domain, type, overload) = ("", "", "", "");
        var (inputs, outputs, attributes) = (new List<string>(), new List<string>(), new List<OnnxAttribute>());
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    inputs.Add(reader.ReadString());
                    break;
                case 2:
                    outputs.Add(reader.ReadString());
                    break;
                case 3:
                    name = reader.ReadString();
                    break;
                case 4:
                    type = reader.ReadString();
                    break;
                case 5:
                    attributes.Add(reader.ReadMessage(ReadAttribute));
                    break;
                case 7:
                    domain = OperatorSet.Name(reader.ReadString());
                    break;
                case 8:
                    overload = reader.ReadString();
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return new OnnxNode(name, domain, type, inputs, outputs, attributes) { Overload = overload, Source = source };
    }

    public OnnxAttribute ReadAttribute(ProtobufReader reader)
    {
        var source = reader.Rest;
        var (name, reference, number, real, ints, floats) = ("", "", 0L, 0f, new List<long>(), new List<float>());
        var texts = new List<string>();
        string? text = null;
        OnnxTensor? tensor = null;
        OnnxGraph? graph = null;
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    name = reader.ReadString();
                    break;
                case 2:
                    real = reader.ReadFloat();
                    break;
                case 3:
                    number = reader.ReadInt64();
                    break;
                case 4:
                    text = reader.ReadBytes(1 << 16) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;
                    break;
                case 5:
                    tensor = reader.ReadMessage(r => OnnxTensorReader.Read(r, _externalFiles));
                    break;
                case 6:
                    graph = reader.ReadMessage(ReadGraph);
                    break;
                case 7:
                    reader.ReadRepeated(wire, floats, reader.ReadFloat, OnnxTensor.MaxValues);
                    break;
                case 8:
                    reader.ReadRepeated(wire, ints, reader.ReadInt64, OnnxTensor.MaxValues);
                    break;
                case 9:
                    if (reader.ReadBytes(1 << 16) is { } item && texts.Count < OnnxTensor.MaxValues)
                    {
                        texts.Add(System.Text.Encoding.UTF8.GetString(item));
                    }

                    break;
                case 21:
                    reference = reader.ReadString();
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return new OnnxAttribute(name, number, real, text, ints, floats, tensor, graph) { Texts = texts, Reference = reference, Source = source };
    }
}
