namespace RasterAnalysis.Onnx;

/// <summary>An ONNX file with other nodes in place of some, and all else as it lies there. Field numbers are those of ONNX's <c>onnx.proto</c>.</summary>
internal static class GraphCopy
{
    /// <summary>The file with another graph.</summary>
    /// <param name="file">The file.</param>
    /// <param name="graph">The graph.</param>
    public static ProtobufMessage WithGraph(byte[] file, ProtobufMessage graph)
    {
        using var stream = new MemoryStream(file, writable: false);
        var (reader, result) = (new ProtobufReader(stream), new ProtobufMessage());
        while (reader.TryReadField(out var start, out var field, out var wire))
        {
            reader.Skip(wire);
            if (field == 7)
            {
                result.Message(7, graph);
            }
            else
            {
                result.Raw(file.AsMemory((int)start, (int)(reader.Position - start)));
            }
        }

        return result;
    }

    /// <summary>The graph with other nodes in place of some.</summary>
    /// <param name="file">The file.</param>
    /// <param name="nodes">Its nodes.</param>
    /// <param name="replaced">Those that others take the place of.</param>
    /// <param name="write">Writes what takes the place of the one at a place, if that is one of these.</param>
    /// <param name="writer">Where it goes.</param>
    public static void CopyGraph(byte[] file, IReadOnlyList<OnnxNode> nodes, IReadOnlySet<OnnxNode> replaced, Action<int> write, GraphWriter writer)
    {
        foreach (var (place, node) in nodes.Index())
        {
            if (replaced.Contains(node))
            {
                write(place);
            }
            else
            {
                writer.Message.Message(1, new ProtobufMessage().Raw(MessageParts.Without(file, node.Source!.Value)));
            }
        }

        CopyRest(file, writer);
    }

    /// <summary>A node of the file with other inputs and outputs.</summary>
    public static void WriteNode(byte[] file, OnnxNode node, IEnumerable<string> inputs, IEnumerable<string> outputs, GraphWriter writer)
    {
        var message = new ProtobufMessage();
        foreach (var input in inputs)
        {
            message.Text(1, input);
        }

        foreach (var output in outputs)
        {
            message.Text(2, output);
        }

        writer.Message.Message(1, message.Raw(MessageParts.Without(file, node.Source!.Value, 1, 2)));
    }

    /// <summary>All of the graph but the nodes, and the shapes noted for tensors of which some are no more.</summary>
    private static void CopyRest(byte[] file, GraphWriter writer) => MessageParts.ReadGraph(file, graph =>
    {
        while (graph.TryReadField(out var start, out var part, out var type))
        {
            graph.Skip(type);
            if (part is not (1 or 13))
            {
                writer.Message.Raw(file.AsMemory((int)start, (int)(graph.Position - start)));
            }
        }
    });
}
