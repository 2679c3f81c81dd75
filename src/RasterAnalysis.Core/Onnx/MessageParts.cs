namespace RasterAnalysis.Onnx;

/// <summary>Takes messages of a file apart that are written anew.</summary>
internal static class MessageParts
{
    /// <summary>Reads the graph of a model.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="read">Reads its fields to their end; told more than once where the file has it in pieces.</param>
    public static void ReadGraph(byte[] file, Action<ProtobufReader> read)
    {
        using var stream = new MemoryStream(file, writable: false);
        var reader = new ProtobufReader(stream);
        while (reader.TryReadField(out var field, out var wire))
        {
            if (field == 7)
            {
                reader.ReadMessage(graph =>
                {
                    read(graph);
                    return true;
                });
            }
            else
            {
                reader.Skip(wire);
            }
        }
    }

    /// <summary>A message of the file without some of its fields.</summary>
    /// <param name="file">The file.</param>
    /// <param name="part">Where the message lies.</param>
    /// <param name="fields">Numbers of the fields that are left out.</param>
    public static byte[] Without(byte[] file, FilePart part, params ReadOnlySpan<int> fields)
    {
        using var stream = new MemoryStream(file, (int)part.Start, (int)(part.End - part.Start), writable: false);
        var (reader, result) = (new ProtobufReader(stream), new ProtobufMessage());
        while (reader.TryReadField(out var start, out var field, out var wire))
        {
            reader.Skip(wire);
            if (!fields.Contains(field))
            {
                result.Raw(file.AsMemory((int)(part.Start + start), (int)(reader.Position - start)));
            }
        }

        return result.ToArray();
    }
}
