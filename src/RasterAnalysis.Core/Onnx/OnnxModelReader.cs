namespace RasterAnalysis.Onnx;

/// <summary>
/// Reads an ONNX file: its graph, with the file's own functions put where they are called, the constants that shapes are made of, and its metadata.
/// Weights are passed over, so the size of the file does not matter. Field numbers are those of ONNX's <c>onnx.proto</c>.
/// </summary>
public static class OnnxModelReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="OnnxFormatException">It is damaged, cut off, or no ONNX file.</exception>
    public static OnnxModel Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return Read(stream);
    }

    /// <summary>Reads from a stream that can seek; it stays the caller's.</summary>
    /// <exception cref="OnnxFormatException">It is damaged, cut off, or no ONNX file.</exception>
    public static OnnxModel Read(Stream stream)
    {
        try
        {
            return ReadModel(new ProtobufReader(stream));
        }
        catch (Exception exception) when (exception is OverflowException or EndOfStreamException)
        {
            throw new OnnxFormatException("The ONNX file is damaged.", exception);
        }
    }

    private static OnnxModel ReadModel(ProtobufReader reader)
    {
        OnnxGraph? graph = null;
        var (graphs, functions, sets) = (new OnnxGraphReader(), new List<OnnxFunction>(), new List<OperatorSet>());
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 7:
                    graph = reader.ReadMessage(graphs.ReadGraph);
                    break;
                case 8:
                    sets.Add(reader.ReadMessage(OperatorSet.Read));
                    break;
                case 14:
                    var (key, value) = reader.ReadMessage(OnnxTensorReader.ReadPair);
                    metadata[key] = value;
                    break;
                case 25:
                    functions.Add(reader.ReadMessage(r => ReadFunction(r, graphs)));
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        // a graph of calls alone may leave ONNX's own operators to its functions
        var opset = OperatorSet.VersionOf(sets.Exists(set => set.Domain.Length == 0) ? sets : functions.SelectMany(function => function.OperatorSets), "");
        return new OnnxModel(
            opset, FunctionInliner.Inline(graph ?? throw new OnnxFormatException("The ONNX file is damaged: it holds no graph."), functions),
            metadata, [.. graphs.ExternalFiles.Order(StringComparer.Ordinal)])
        {
            OperatorSets = sets,
            Functions = functions,
        };
    }

    private static OnnxFunction ReadFunction(ProtobufReader reader, OnnxGraphReader graphs)
    {
        var (name, domain, overload) = ("", "", "");
        var (inputs, outputs, nodes, defaults, sets) = (new List<string>(), new List<string>(), new List<OnnxNode>(), new List<OnnxAttribute>(), new List<OperatorSet>());
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    name = reader.ReadString();
                    break;
                case 4:
                    inputs.Add(reader.ReadString());
                    break;
                case 5:
                    outputs.Add(reader.ReadString());
                    break;
                case 7:
                    nodes.Add(reader.ReadMessage(graphs.ReadNode));
                    break;
                case 9:
                    sets.Add(reader.ReadMessage(OperatorSet.Read));
                    break;
                case 10:
                    domain = OperatorSet.Name(reader.ReadString());
                    break;
                case 11:
                    defaults.Add(reader.ReadMessage(graphs.ReadAttribute));
                    break;
                case 13:
                    overload = reader.ReadString();
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return new OnnxFunction(domain, name, overload, inputs, outputs, nodes, defaults, sets);
    }
}
