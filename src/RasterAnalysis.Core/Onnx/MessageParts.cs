namespace RasterAnalysis.Onnx;

/// <summary>Takes messages of a file apart that are written anew.</summary>
internal static class MessageParts
{
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
