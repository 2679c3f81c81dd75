using RasterAnalysis.Models;

namespace RasterAnalysis.Onnx;

/// <summary>
/// Reads an ONNX file: its graph, the constants that shapes are made of, and its metadata. Weights are passed over, so the size of the file does
/// not matter. Field numbers are those of ONNX's <c>onnx.proto</c>.
/// </summary>
public sealed class OnnxModelReader
{
    private const int MaxNodes = 200_000;
    private readonly HashSet<string> _externalFiles = new(StringComparer.Ordinal);
    private int _nodes;

    private OnnxModelReader()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelPackageException">It is damaged, cut off, or no ONNX file.</exception>
    public static OnnxModel Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return Read(stream);
    }

    /// <summary>Reads from a stream that can seek; it stays the caller's.</summary>
    /// <exception cref="ModelPackageException">It is damaged, cut off, or no ONNX file.</exception>
    public static OnnxModel Read(Stream stream)
    {
        try
        {
            return new OnnxModelReader().ReadModel(new ProtobufReader(stream));
        }
        catch (Exception exception) when (exception is OverflowException or EndOfStreamException)
        {
            throw new ModelPackageException("The ONNX file is damaged.", exception);
        }
    }

    private OnnxModel ReadModel(ProtobufReader reader)
    {
        OnnxGraph? graph = null;
        var opset = 0L;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 7:
                    graph = reader.ReadMessage(ReadGraph);
                    break;
                case 8:
                    var (domain, version) = reader.ReadMessage(ReadOpset);
                    opset = domain.Length == 0 || domain == "ai.onnx" ? version : opset;
                    break;
                case 14:
                    var (key, value) = reader.ReadMessage(OnnxTensorReader.ReadPair);
                    metadata[key] = value;
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return new OnnxModel(
            opset, graph ?? throw new ModelPackageException("The ONNX file is damaged: it holds no graph."), metadata, [.. _externalFiles.Order(StringComparer.Ordinal)]);
    }

    private static (string Domain, long Version) ReadOpset(ProtobufReader reader)
    {
        var (domain, version) = ("", 0L);
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    domain = reader.ReadString();
                    break;
                case 2:
                    version = reader.ReadInt64();
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return (domain, version);
    }

    private OnnxGraph ReadGraph(ProtobufReader reader)
    {
        var nodes = new List<OnnxNode>();
        var initializers = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal);
        var (inputs, outputs) = (new List<string>(), new List<string>());
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
                    inputs.Add(reader.ReadMessage(ReadName));
                    break;
                case 12:
                    outputs.Add(reader.ReadMessage(ReadName));
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        // before IR version 4 constants were listed among the inputs too
        return new OnnxGraph(nodes, initializers, [.. inputs.Where(name => !initializers.ContainsKey(name))], outputs);
    }

    private static string ReadName(ProtobufReader reader)
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

    private OnnxNode ReadNode(ProtobufReader reader)
    {
        if (++_nodes > MaxNodes)
        {
            throw new ModelPackageException($"The network has more than {MaxNodes} nodes, which no pixel network has.");
        }

        var (name, domain, type) = ("", "", "");
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
                    domain = reader.ReadString();
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return new OnnxNode(name, domain == "ai.onnx" ? "" : domain, type, inputs, outputs, attributes);
    }

    private OnnxAttribute ReadAttribute(ProtobufReader reader)
    {
        var (name, number, real, ints, floats) = ("", 0L, 0f, new List<long>(), new List<float>());
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
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return new OnnxAttribute(name, number, real, text, ints, floats, tensor, graph);
    }
}
