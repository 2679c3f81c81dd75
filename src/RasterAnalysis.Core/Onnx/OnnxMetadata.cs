namespace RasterAnalysis.Onnx;

/// <summary>Writes metadata into finished ONNX files.</summary>
public static class OnnxMetadata
{
    /// <summary>
    /// Adds an entry of <c>metadata_props</c> to a file. Fields of a message may stand in any order, and those that repeat in several places
    /// (https://protobuf.dev/programming-guides/encoding/#order), so the file is not read for it.
    /// </summary>
    /// <param name="path">Full path of an ONNX file that nobody else has open.</param>
    /// <param name="key">Key; one that is there already is there twice then.</param>
    /// <param name="value">Value.</param>
    public static void Append(string path, string key, string value)
    {
        // ModelProto.metadata_props is field 14, of StringStringEntryProto
        var entry = new ProtobufMessage().Message(14, new ProtobufMessage().Text(1, key).Text(2, value));
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        file.Write(entry.ToArray());
    }
}
